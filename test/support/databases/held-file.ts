import { promisify } from "node:util";
import sqlite3 from "sqlite3";
import type { TestDatabase } from "./databases.js";

/**
 * Holds the lock of a SQLite file's writer, as the command line does, until `release`. `run` writes while it is held.
 */
export async function holdFile({ folder }: Pick<TestDatabase, "folder">) {
  const database = new sqlite3.Database(`${folder}/gateway.sqlite`);
  const run: (sql: string) => Promise<unknown> = promisify(database.exec.bind(database));
  await run("BEGIN IMMEDIATE");
  return {
    run,
    async release(): Promise<void> {
      await run("COMMIT");
      await promisify(database.close.bind(database))();
    },
  };
}
