import sqlite3 from "sqlite3";

// Everything of the package `sqlite3` that the gateway uses. Nothing else in src may import it, so that another library
// would be fitted in here. Why this one: docs/decisions/0009-sqlite3.md

export const { OPEN_CREATE, OPEN_FULLMUTEX, OPEN_READONLY, OPEN_READWRITE } = sqlite3;

/** A connection; its statements run in a thread of libuv's, one at a time. */
export const Database = sqlite3.Database;
export type Database = sqlite3.Database;
export type Statement = sqlite3.Statement;
export type RunResult = sqlite3.RunResult;

/** The package as TypeORM's `driver` option expects it, with another class for connections. */
export function packageWith<T>(Connections: T): object {
  // `verbose()` would capture a stack for every statement and put the parameters' values into errors.
  return { ...sqlite3, verbose: () => ({ ...sqlite3, Database: Connections }) };
}
