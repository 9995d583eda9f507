import { type EntityManager, QueryFailedError } from "typeorm";
import type { Row } from "../engine.js";
import type { PooledDatabase } from "./driver.js";

/** Sent to the connection directly: TypeORM's query runner costs as much as the hop to SQLite's thread. */
export function run(manager: EntityManager, sql: string, values: unknown[] = []): Promise<Row[]> {
  manager.connection.logger.logQuery(sql);
  return new Promise((resolve, reject) => {
    sqliteOf(manager).all(sql, values.map(parameterOf), (error, rows) =>
      error ? reject(new QueryFailedError(sql, undefined, error)) : resolve(rows as Row[]),
    );
  });
}

/**
 * The cell of the one row that a statement answers; undefined when there is none. Cells asked for at the same time
 * share a statement.
 */
export function cell(manager: EntityManager, sql: string, values: unknown[]): Promise<string | undefined> {
  manager.connection.logger.logQuery(sql);
  return new Promise((resolve, reject) => {
    sqliteOf(manager).cell(sql, values.map(parameterOf), (error, text) =>
      error ? reject(new QueryFailedError(sql, undefined, error)) : resolve(text),
    );
  });
}

export function sqliteOf({ connection }: EntityManager): PooledDatabase {
  return (connection.driver as unknown as { databaseConnection: PooledDatabase }).databaseConnection;
}

/** SQLite has no lists, which go in as JSON, and no booleans, which are 0 and 1. */
function parameterOf(value: unknown): unknown {
  return Array.isArray(value) ? JSON.stringify(value) : typeof value === "boolean" ? Number(value) : value;
}
