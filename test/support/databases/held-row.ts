import { Client } from "pg";
import { expect, onTestFinished } from "vitest";
import type { TestDatabase } from "./databases.js";

type Table = "oauth_applications" | "client_secrets" | "organizations" | "members" | "api_tokens";

/** Locks an application's row in PostgreSQL, as another gateway's change does, until `release`. */
export function holdApplication(database: TestDatabase, id: string) {
  return holdRow(database, "oauth_applications", id);
}

export async function holdRow({ url }: TestDatabase, table: Table, id: string) {
  const client = new Client({ connectionString: url });
  await client.connect();
  // Nobody waits any longer when the test fails before it lets the row go.
  onTestFinished(() => client.end());
  await client.query("BEGIN");
  await client.query(`SELECT id FROM ${table} WHERE id = $1 FOR UPDATE`, [id]);
  return {
    /** Resolves when so many statements of other sessions wait for a lock. */
    async waited(count = 1): Promise<void> {
      const countWaiting = async (): Promise<number> => {
        // A session keeps its first view of other sessions' activity until its transaction ends.
        await client.query("SELECT pg_stat_clear_snapshot()");
        const { rows } = await client.query(
          "SELECT count(*)::int AS count FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'",
        );
        return rows[0].count;
      };
      await expect.poll(countWaiting, { interval: 10 }).toBe(count);
    },
    /** Runs SQL in the transaction that holds the row. */
    async run(sql: string, parameters: unknown[]): Promise<void> {
      await client.query(sql, parameters);
    },
    async release(): Promise<void> {
      await client.query("COMMIT");
      await client.end();
    },
  };
}
