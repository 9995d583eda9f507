import type { DataSource } from "typeorm";
import { keepSqliteApplicationCounts } from "../application-counts.js";
import { migrate } from "../schema-version.js";
import { immediateTransaction } from "./lock.js";
import { keepSqliteNameIndex } from "./name-index.js";

/**
 * Brings a SQLite file up to date in one immediate transaction, for which other processes wait. Foreign keys are off
 * meanwhile, since SQLite re-creates tables to change them.
 */
export async function migrateSqlite(dataSource: DataSource): Promise<void> {
  const runner = dataSource.createQueryRunner();
  try {
    await runner.query("PRAGMA foreign_keys = OFF");
    await immediateTransaction(runner, async () => {
      await migrate(dataSource, runner);
      await keepSqliteNameIndex(runner);
      await keepSqliteApplicationCounts(runner);
    });
    await runner.query("PRAGMA foreign_keys = ON");
  } finally {
    await runner.release();
  }
}
