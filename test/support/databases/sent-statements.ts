import { vi } from "vitest";
import { Statement } from "../../../src/database/postgres/statement.js";
import { PooledDatabase } from "../../../src/database/sqlite/driver.js";
import type { DatabaseKind } from "./databases.js";

/** The statements that the database is sent by this process while `work` runs: many calls may share one. */
export async function sentWhile(kind: DatabaseKind, work: () => Promise<unknown>): Promise<string[]> {
  const ofSqlite = vi.spyOn(PooledDatabase.prototype, "all");
  const ofPostgres = vi.spyOn(Statement.prototype, "sendTo");
  try {
    await work();
    return kind === "sqlite"
      ? ofSqlite.mock.calls.map(([sql]) => sql)
      : ofPostgres.mock.contexts.map((statement) => (statement as Statement).sql);
  } finally {
    ofSqlite.mockRestore();
    ofPostgres.mockRestore();
  }
}
