import { setImmediate } from "node:timers/promises";
import { type DataSource, type EntityManager, QueryFailedError } from "typeorm";
import type { Row } from "../engine.js";
import { isCutOff, isStaleStatement } from "../failures.js";
import { Batch } from "./batch.js";
import { PostgresReadBatch } from "./read-batch.js";
import { routeOf } from "./routes.js";
import { type Answer, Statement } from "./statement.js";
import { limitsOf, SET_LIMITS } from "./time-limits.js";

/** A connection of pg's, or a pool of them. */
interface Queryable {
  query(statement: Statement, callback: (error: Error | null, answer?: Answer) => void): unknown;
  query(batch: Batch, callback: (error: Error | null) => void): unknown;
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

/**
 * Sent to the connection directly: TypeORM's query runner names no statements. Outside of transactions, and of scans,
 * reads share a statement.
 */
export async function ask(manager: EntityManager, sql: string, values: unknown[]): Promise<Answer> {
  const route = routeOf(manager);
  if (route) return route.ask(sql, values);
  const { connection, queryRunner } = manager;
  connection.logger.logQuery(sql);
  const { databaseConnection } = (queryRunner ?? {}) as NonNullable<Hidden["queryRunner"]>;
  if (databaseConnection) return send(databaseConnection, sql, values, keepsStatements(connection));
  if (!sql.startsWith("SELECT") || !hasOption(connection, "sharesReads")) return askPool(connection, sql, values);
  const batch =
    batches.get(connection) ?? new PostgresReadBatch((text, parameters) => readFrom(connection, text, parameters));
  batches.set(connection, batch);
  return batch.read(sql, values);
}

const batches = new WeakMap<DataSource, PostgresReadBatch>();

/** Asks again, once, when the connection ends: otherwise it would fail all the reads that share the statement. */
async function readFrom(dataSource: DataSource, sql: string, values: unknown[]): Promise<Answer> {
  try {
    return await askPool(dataSource, sql, values);
  } catch (error) {
    if (!isCutOff(error)) throw error;
    // Lets the pool learn of other connections that have ended in this moment.
    await setImmediate();
    return askPool(dataSource, sql, values);
  }
}

/** A statement that the server keeps and cannot use any more is sent again. */
async function askPool(dataSource: DataSource, sql: string, values: unknown[]): Promise<Answer> {
  const { master } = dataSource.driver as unknown as Hidden["driver"];
  const limits = limitsOf(dataSource);
  if (limits) return sendLimited(master, sql, values, limits);
  try {
    return await send(master, sql, values, keepsStatements(dataSource));
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

/** Runs a statement after the time limits, in one message, which PostgreSQL takes for one transaction. */
function sendLimited(on: Queryable, sql: string, values: unknown[], limits: string[]): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const fail = (error: Error) => reject(new QueryFailedError(sql, undefined, error));
    const limiting = new Statement(SET_LIMITS, limits, false);
    limiting.callback = () => undefined;
    const asked = new Statement(sql, values, false);
    asked.callback = (error, answer) => (error ? fail(error) : resolve(answer as Answer));
    on.query(new Batch([limiting, asked]), (error) => error && fail(error));
  });
}

/** Whether the server keeps this connection's statements. */
function keepsStatements(dataSource: DataSource): boolean {
  return hasOption(dataSource, "keepsStatements");
}

function hasOption({ options }: DataSource, name: "keepsStatements" | "sharesReads"): boolean {
  return (options as { extra?: Record<string, unknown> }).extra?.[name] === true;
}
