import type { DataSource } from "typeorm";

/** The first releases with the fix, oldest line first: https://sqlite.org/wal.html#walresetbug */
const FIXED = ["3.44.6", "3.50.7", "3.51.3"];

/** The running version of SQLite; sqlite3 may have been built with another one than its own. */
export async function runningVersion(dataSource: DataSource): Promise<string> {
  const [row] = await dataSource.query("SELECT sqlite_version() AS version");
  return String(row?.version);
}

/**
 * Throws for an SQLite without the fix: it can lose committed changes or damage the file when one connection moves the
 * write-ahead log to the file while another restarts it, as checkpoints and the writer do here.
 */
export function demandLogResetFix(version: string): void {
  const [newest = ""] = FIXED.slice(-1);
  const isNewer = /^\d+\.\d+\.\d+/.test(version) && compare(version, newest) >= 0;
  const isFixed = isNewer || FIXED.some((fixed) => isPatchOf(version, fixed));
  if (isFixed) return;
  throw new Error(
    `SQLite ${version} can lose what was committed (https://sqlite.org/wal.html#walresetbug). It takes SQLite ${newest} or newer, or a later patch of ${FIXED.slice(0, -1).join(" or ")}: run npm ci, which brings the driver with an SQLite of its own.`,
  );
}

/** Whether a version is this release, or a later patch of it. */
function isPatchOf(version: string, release: string): boolean {
  const line = release.slice(0, release.lastIndexOf(".") + 1);
  return version.startsWith(line) && compare(version, release) >= 0;
}

function compare(one: string, other: string): number {
  return one.localeCompare(other, "en", { numeric: true });
}
