import { setTimeout as sleep } from "node:timers/promises";
import type { QueryRunner } from "typeorm";
import { demandKnownSchema, recordSchemaVersion } from "../schema-version.js";
import { postgresMigrationDataSource } from "./data-source.js";

/** Any number, as long as all gateways agree on it. */
const MIGRATION_LOCK = 7_207_011;
const LOCK_RETRY_MS = 100;

/** Brings PostgreSQL's schema up to date. Several gateways may start at once: they take turns. */
export async function migratePostgres(databaseUrl: string): Promise<void> {
  const dataSource = await postgresMigrationDataSource(databaseUrl).initialize();
  const runner = dataSource.createQueryRunner();
  try {
    await acquireLock(runner);
    await demandKnownSchema(dataSource, runner);
    await dataSource.runMigrations({ transaction: "all" });
    await recordSchemaVersion(runner);
  } finally {
    // Closing the session gives the lock back.
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
