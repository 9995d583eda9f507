import type { DataSource } from "typeorm";

/**
 * The first release with the fix of the log's reset (https://sqlite.org/wal.html#walresetbug) and with `jsonb_each`.
 * Patches of older lines, 3.50.7 and 3.44.6, have only the former.
 */
const OLDEST = "3.51.3";

/** The running version of SQLite; sqlite3 may have been built with another one than its own. */
export async function runningVersion(dataSource: DataSource): Promise<string> {
  const [row] = await dataSource.query("SELECT sqlite_version() AS version");
  return String(row?.version);
}

/**
 * Throws for an SQLite that is too old: without the fix it can lose committed changes or damage the file when one
 * connection moves the write-ahead log to the file while another restarts it, as checkpoints and the writer do here.
 */
export function demandNewEnough(version: string): void {
  if (/^\d+\.\d+\.\d+/.test(version) && version.localeCompare(OLDEST, "en", { numeric: true }) >= 0) return;
  throw new Error(
    `SQLite ${version} is too old: it takes ${OLDEST} or newer, since older ones can lose what was committed (https://sqlite.org/wal.html#walresetbug) or lack a function. Run npm ci, which brings the driver with an SQLite of its own.`,
  );
}
