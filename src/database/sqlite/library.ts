import sqlite3 from "sqlite3";

// Everything the gateway uses of the package `sqlite3`, which nothing else in src may import: another library would be
// fitted in here. Why it is this one: docs/decisions/0009-sqlite3.md.

export const { OPEN_CREATE, OPEN_FULLMUTEX, OPEN_READONLY, OPEN_READWRITE } = sqlite3;

/** A connection; its statements run in a thread of libuv's, one at a time. */
export const Database = sqlite3.Database;
export type Database = sqlite3.Database;
export type Statement = sqlite3.Statement;
export type RunResult = sqlite3.RunResult;

/** The package as TypeORM's `driver` option wants it, with another class of connections. */
export function packageWith<T>(Connections: T): object {
  // `verbose()` would capture a stack for every statement and put the parameters' values into errors.
  return { ...sqlite3, verbose: () => ({ ...sqlite3, Database: Connections }) };
}
