import { setTimeout as sleep } from "node:timers/promises";
import type { QueryRunner } from "typeorm";
import { demandKnownSchema, recordSchemaVersion } from "../schema-version.js";
import { postgresMigrationDataSource } from "./data-source.js";

/** An arbitrary number on which all gateways agree. */
const MIGRATION_LOCK = 7_207_011;
const LOCK_RETRY_MS = 100;

/** Brings the schema up to date. Gateways that start at the same time take turns. */
export async function migratePostgres(databaseUrl: string): Promise<void> {
  const dataSource = await postgresMigrationDataSource(databaseUrl).initialize();
  const runner = dataSource.createQueryRunner();
  try {
    await acquireLock(runner);
    await demandKnownSchema(dataSource, runner);
    await dataSource.runMigrations({ transaction: "all" });
    await recordSchemaVersion(runner);
  } finally {
    // Closing the connection releases the lock.
    await runner.release();
    await dataSource.destroy();
  }
}

async function acquireLock(runner: QueryRunner): Promise<void> {
  for (;;) {
    const [row] = await runner.query("SELECT pg_try_advisory_lock($1) AS acquired", [MIGRATION_LOCK]);
    if (row.acquired) return;
    await sleep(LOCK_RETRY_MS);
  }
}
