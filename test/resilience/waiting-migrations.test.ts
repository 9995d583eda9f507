import { Client } from "pg";
import { expect, it } from "vitest";
import { Database } from "../../src/database/database.js";
import { createMigratedDatabase } from "../support/databases/databases.js";

it("a start that takes long keeps its turn where PostgreSQL ends what is idle in a transaction", async () => {
  const { url, query, drop } = await createMigratedDatabase("postgres");
  await query(`ALTER DATABASE ${new URL(url).pathname.slice(1)} SET idle_in_transaction_session_timeout = '1s'`);
  const holder = new Client({ connectionString: url });
  await holder.connect();
  try {
    await holder.query("SET idle_in_transaction_session_timeout = 0");
    await holder.query("BEGIN");
    await holder.query("LOCK TABLE migrations");
    const opened = Database.open({ url });
    opened.catch(() => undefined);
    const turn = `SELECT 1 FROM pg_locks JOIN pg_database ON pg_database.oid = database
      WHERE locktype = 'advisory' AND granted AND datname = current_database()`;
    await expect.poll(async () => (await holder.query(turn)).rows).toHaveLength(1);
    await holder.query("SELECT pg_sleep(1.5)");
    expect((await holder.query(turn)).rows).toHaveLength(1);
    await holder.query("COMMIT");
    await (await opened).close();
  } finally {
    await holder.end();
    await drop();
  }
});

it("a start waits for nobody's turn where there is nothing to migrate", async () => {
  const { url, drop } = await createMigratedDatabase("postgres");
  const migrating = new Client({ connectionString: url });
  await migrating.connect();
  try {
    await migrating.query("SELECT pg_advisory_lock(7207011)");
    await (await Database.open({ url })).close();
  } finally {
    await migrating.end();
    await drop();
  }
});
