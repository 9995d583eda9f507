import type { DataSource } from "typeorm";
import { sqliteWriterDataSource } from "../sqlite/data-source.js";

/**
 * Opens a SQLite file that nobody else has open, and keeps everybody out until it is closed. Throws an Error while a
 * gateway or a command has it open.
 */
export async function holdAlone(path: string): Promise<DataSource> {
  const dataSource = await sqliteWriterDataSource(path).initialize();
  try {
    // SQLite gives up its write-ahead log, of which every connection has a part, only for who is alone.
    await dataSource.query("PRAGMA journal_mode = DELETE");
    await dataSource.query("PRAGMA locking_mode = EXCLUSIVE");
    await dataSource.query("BEGIN EXCLUSIVE");
    await dataSource.query("COMMIT");
    return dataSource;
  } catch (cause) {
    await dataSource.destroy();
    throw new Error("The SQLite database is in use. Stop all gateways and commands on it first.", { cause });
  }
}
