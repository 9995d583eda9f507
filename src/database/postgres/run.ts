import type { EntityManager } from "typeorm";
import { QueryFailedError } from "typeorm";
import type { Row } from "../engine.js";
import { isStaleStatement } from "../failures.js";
import { routeOf } from "./routes.js";
import { type Answer, Statement } from "./statement.js";

/** A connection of pg's, or a pool of them. */
interface Queryable {
  query(statement: Statement, callback: (error: Error | null, answer?: Answer) => void): unknown;
}

/** What TypeORM holds of pg, which its types do not show. */
interface Hidden {
  driver: { master: Queryable };
  queryRunner: { databaseConnection?: Queryable } | undefined;
}

/** The rows of a statement, as objects by column name. */
export async function run(manager: EntityManager, sql: string, values: unknown[] = []): Promise<Row[]> {
  const { columns, rows } = await ask(manager, sql, values);
  return rows.map((row) => Object.fromEntries(columns.map(({ name }, index) => [name, row[index]])));
}

/** Sent to the connection directly: TypeORM's query runner names no statements. */
export async function ask(manager: EntityManager, sql: string, values: unknown[]): Promise<Answer> {
  const route = routeOf(manager);
  if (route) return route.ask(sql, values);
  const { connection, queryRunner } = manager;
  connection.logger.logQuery(sql);
  const { databaseConnection } = (queryRunner ?? {}) as NonNullable<Hidden["queryRunner"]>;
  if (databaseConnection) return send(databaseConnection, sql, values, keepsStatements(manager));
  const { master } = connection.driver as unknown as Hidden["driver"];
  try {
    return await send(master, sql, values, keepsStatements(manager));
  } catch (error) {
    if (!isStaleStatement(error)) throw error;
    return send(master, sql, values, false);
  }
}

/** Runs a statement. Unless `isKept`, the server forgets it at once. Throws TypeORM's QueryFailedError. */
export function send(on: Queryable, sql: string, values: unknown[], isKept: boolean): Promise<Answer> {
  return new Promise((resolve, reject) => {
    on.query(new Statement(sql, values, isKept), (error, answer) =>
      error ? reject(new QueryFailedError(sql, undefined, error)) : resolve(answer as Answer),
    );
  });
}

/** Whether the server keeps this connection's statements. */
function keepsStatements({ connection: { options } }: EntityManager): boolean {
  return (options as { extra?: { keepsStatements?: boolean } }).extra?.keepsStatements === true;
}
