import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";

/** Sessions tell their counts to PostgreSQL once a second at most. */
const COUNTS_ARRIVE_MS = 1500;

const COUNTS = `SELECT relname AS name, n_tup_ins::int AS inserted, n_tup_upd::int AS updated, n_tup_del::int AS deleted
  FROM pg_stat_user_tables`;

/**
 * Which rows `work` touches, by the table: how many were inserted, updated and deleted, and on how many rows the writes
 * and the locks were. Many updates of few rows are rows that all touch. Answers the tables that were touched.
 */
export async function rowsTouchedBy(databaseUrl, work) {
  const client = new pg.Client(databaseUrl);
  await client.connect();
  const rowsOf = async (sql) => (await client.query(sql)).rows;
  try {
    await sleep(COUNTS_ARRIVE_MS);
    const before = new Map((await rowsOf(COUNTS)).map((row) => [row.name, row]));
    const [{ first }] = await rowsOf("SELECT pg_snapshot_xmax(pg_current_snapshot())::text AS first");
    await work();
    await sleep(COUNTS_ARRIVE_MS);
    const tables = {};
    for (const { name, ...after } of await rowsOf(COUNTS)) {
      const change = (kind) => after[kind] - (before.get(name)?.[kind] ?? 0);
      const [inserted, updated, deleted] = ["inserted", "updated", "deleted"].map(change);
      const since = (column) => `count(*) FILTER (WHERE ${column}::text::bigint >= ${first})::int`;
      const [{ written, locked }] = await rowsOf(
        `SELECT ${since("xmin")} AS written, ${since("xmax")} AS locked FROM ${name}`,
      );
      const touched = { inserted, updated, deleted, rowsWritten: written, rowsLocked: locked };
      if (Object.values(touched).some((count) => count > 0)) tables[name] = touched;
    }
    return tables;
  } finally {
    await client.end();
  }
}
