import { setTimeout as sleep } from "node:timers/promises";
import type { QueryRunner } from "typeorm";
import { demandCurrentSchema, migrate } from "../schema-version.js";
import { postgresMigrationDataSource } from "./data-source.js";

/** An arbitrary number on which all gateways agree. */
const MIGRATION_LOCK = 7_207_011;
const LOCK_RETRY_MS = 100;

/** Brings the schema up to date in one transaction. Gateways that start at the same time take turns. */
export async function migratePostgres(databaseUrl: string): Promise<void> {
  const dataSource = await postgresMigrationDataSource(databaseUrl).initialize();
  const runner = dataSource.createQueryRunner();
  try {
    await acquireLock(runner);
    await migrate(dataSource, runner);
    await runner.commitTransaction();
  } finally {
    // Closing the connection ends its transaction, and with it the lock.
    await runner.release();
    await dataSource.destroy();
  }
}

/** Throws when the schema is not up to date. */
export async function demandMigratedPostgres(databaseUrl: string): Promise<void> {
  const dataSource = await postgresMigrationDataSource(databaseUrl).initialize();
  await demandCurrentSchema(dataSource).finally(() => dataSource.destroy());
}

/** A transaction's lock, since a session's may end up with somebody else behind a pooler such as PgBouncer. */
async function acquireLock(runner: QueryRunner): Promise<void> {
  for (;;) {
    await runner.startTransaction();
    const [row] = await runner.query("SELECT pg_try_advisory_xact_lock($1) AS acquired", [MIGRATION_LOCK]);
    if (row.acquired) return;
    await runner.rollbackTransaction();
    await sleep(LOCK_RETRY_MS);
  }
}
