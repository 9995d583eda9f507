import { type MockInstance, vi } from "vitest";
import { PooledDatabase } from "../../../src/database/sqlite/driver.js";
import { type Break, proxyTo } from "./database-proxy.js";
import { createMigratedDatabase, type DatabaseKind, type TestDatabase } from "./databases.js";

const IO_ERROR = Object.assign(new Error("SQLITE_IOERR: disk I/O error"), { code: "SQLITE_IOERR" });

/** When a COMMIT is lost, and whether what it ends was done then. */
export const LOST_COMMITS: { when: Break; isDone: boolean }[] = [
  { when: "before", isDone: false },
  { when: "after", isDone: true },
];

/** A database that stops answering in the middle of a change. */
export interface SilentDatabase {
  database: TestDatabase;
  /**
   * The COMMIT of the next transaction that writes a table gets no answer, after it was executed ("after") or without.
   */
  loseCommit(table: string, when: Break): void;
  /** Writes to a table fail before they are executed: on SQLite until `drop`, on PostgreSQL once. */
  loseStatement(table: string): void;
  drop(): Promise<void>;
}

export async function silentDatabase(kind: DatabaseKind): Promise<SilentDatabase> {
  return kind === "sqlite" ? silentSqlite() : silentPostgres();
}

const writes = (table: string) => new RegExp(`(?:INSERT INTO|UPDATE) "?${table}"?`);

async function silentPostgres(): Promise<SilentDatabase> {
  const real = await createMigratedDatabase("postgres");
  const proxy = await proxyTo(real);
  return {
    database: proxy.database,
    loseCommit: (table, when) => proxy.breakAt([writes(table), /COMMIT/], when),
    loseStatement: (table) => proxy.breakAt([writes(table)], "before"),
    async drop() {
      await proxy.cut();
      await real.drop();
    },
  };
}

type All = (sql: string, parameters: unknown[], callback: (error: Error | null, rows?: unknown[]) => void) => void;

/** Acts like a failing disk, which SQLite reports at the statement that meets it. */
async function silentSqlite(): Promise<SilentDatabase> {
  const database = await createMigratedDatabase("sqlite");
  const all = PooledDatabase.prototype.all as All;
  const spy = vi.spyOn(PooledDatabase.prototype, "all") as unknown as MockInstance<All>;
  return {
    database,
    loseCommit(table, when) {
      let met = false;
      spy.mockImplementation(function (this: unknown, sql, parameters, callback) {
        met ||= writes(table).test(sql);
        if (!met || sql !== "COMMIT") return all.call(this, sql, parameters, callback);
        spy.mockImplementation(all);
        if (when === "before") return callback(IO_ERROR);
        all.call(this, sql, parameters, () => callback(IO_ERROR));
      });
    },
    loseStatement(table) {
      spy.mockImplementation(function (this: unknown, sql, parameters, callback) {
        if (writes(table).test(sql)) callback(IO_ERROR);
        else all.call(this, sql, parameters, callback);
      });
    },
    async drop() {
      spy.mockRestore();
      await database.drop();
    },
  };
}
