import { setTimeout as sleep } from "node:timers/promises";
import type { DataSource, QueryRunner } from "typeorm";
import { demandCurrentSchema, demandKnownSchema, recordSchemaVersion } from "../schema-version.js";
import { postgresMigrationDataSource } from "./data-source.js";

/** An arbitrary number on which all gateways agree. */
const MIGRATION_LOCK = 7_207_011;
const LOCK_RETRY_MS = 100;

/** Brings the schema up to date. Gateways that start at the same time take turns. */
export async function migratePostgres(databaseUrl: string): Promise<void> {
  const dataSource = await postgresMigrationDataSource(databaseUrl).initialize();
  const lock = dataSource.createQueryRunner();
  try {
    await acquireLock(lock);
    await migrate(dataSource);
    await lock.commitTransaction();
  } finally {
    // Closing the connection ends its transaction, and with it the lock.
    await lock.release();
    await dataSource.destroy();
  }
}

/** Throws when the schema is not up to date. */
export async function demandMigratedPostgres(databaseUrl: string): Promise<void> {
  const dataSource = await postgresMigrationDataSource(databaseUrl).initialize();
  await demandCurrentSchema(dataSource).finally(() => dataSource.destroy());
}

async function migrate(dataSource: DataSource): Promise<void> {
  const runner = dataSource.createQueryRunner();
  try {
    await demandKnownSchema(dataSource, runner);
    await dataSource.runMigrations({ transaction: "all" });
    await recordSchemaVersion(runner);
  } finally {
    await runner.release();
  }
}

/** PostgreSQL would end a session that holds the lock and else does nothing, where it is set up so. */
const LOCK =
  "SELECT pg_try_advisory_xact_lock($1) AS acquired, set_config('idle_in_transaction_session_timeout', '0', true)";

/** A transaction's lock, since a session's may end up with somebody else behind a pooler such as PgBouncer. */
async function acquireLock(runner: QueryRunner): Promise<void> {
  for (;;) {
    await runner.startTransaction();
    const [row] = await runner.query(LOCK, [MIGRATION_LOCK]);
    if (row.acquired) return;
    await runner.rollbackTransaction();
    await sleep(LOCK_RETRY_MS);
  }
}
