import { type DataSource, type EntityManager, type EntityTarget, type ObjectLiteral, QueryFailedError } from "typeorm";
import { hydratorOf } from "./hydration.js";
import type { PooledDatabase } from "./sqlite-driver.js";

type Row = Record<string, unknown>;

/** By name: `:id` in SQL stands for `id` here. Lists are for `anyOf`. */
export type Parameters = Record<string, unknown>;

/** SQL with `$1` in place of `:name`, and the names in that order. */
interface Bound {
  sql: string;
  names: string[];
}

/** How the rows of one entity are read from one database. */
interface Reading {
  sql: Map<string, Bound>;
  head: string;
  foot: string;
  entityOf(row: never): ObjectLiteral;
}

/** Texts differ by the conditions of a list, of which there are finitely many. */
const MAX_TEXTS = 500;

/** What is asked of an entity differs by what clients select of it. */
const MAX_READINGS = 200;

const readings = new WeakMap<DataSource, Map<EntityTarget<ObjectLiteral>, Map<string, Reading>>>();

/**
 * Reads entities, or some `properties` and the id of each, with SQL whose text never depends on values: `tail` is what
 * follows FROM. TypeORM builds and hydrates every query anew, which takes longer than the query. On SQLite a list comes
 * as one JSON cell, because the driver pays for each cell; on PostgreSQL as rows.
 */
export async function select<T extends ObjectLiteral>(
  manager: EntityManager,
  entity: EntityTarget<T>,
  tail: string,
  parameters: Parameters,
  properties?: readonly string[],
): Promise<T[]> {
  const reading = readingOf(manager.connection, entity, properties);
  const { sql, names } = bound(reading.sql, tail, reading);
  const values = names.map((name) => parameterOf(manager, parameters[name]));
  const found = isPostgres(manager) ? await run(manager, sql, values) : JSON.parse(await cell(manager, sql, values));
  return found.map(reading.entityOf);
}

/** The same for at most one. */
export async function selectOne<T extends ObjectLiteral>(
  manager: EntityManager,
  entity: EntityTarget<T>,
  tail: string,
  parameters: Parameters,
): Promise<T | null> {
  const [found = null] = await select(manager, entity, tail, parameters);
  return found;
}

/** One of several reads: whole entities, and what follows FROM. */
export interface Selection<T extends ObjectLiteral = ObjectLiteral> {
  entity: EntityTarget<T>;
  tail: string;
}

const combined = new WeakMap<readonly Selection[], Map<DataSource, { sql: string; readings: Reading[] }>>();

/**
 * Several reads, whose parameters have their names in common: on SQLite in one statement, which is one hop to its
 * thread. The list of them is always the same one, so that its text is put together once.
 */
export async function selectEach<T extends ObjectLiteral[]>(
  manager: EntityManager,
  selections: { readonly [Index in keyof T]: Selection<T[Index]> },
  parameters: Parameters,
): Promise<{ [Index in keyof T]: T[Index][] }> {
  const found: ObjectLiteral[][] = [];
  if (isPostgres(manager)) {
    for (const { entity, tail } of selections) found.push(await select(manager, entity, tail, parameters));
  } else {
    const { sql, readings } = together(manager.connection, selections);
    const { sql: text, names } = bound(statements, sql);
    const values = names.map((name) => parameterOf(manager, parameters[name]));
    const lists = JSON.parse(await cell(manager, text, values));
    for (const [index, { entityOf }] of readings.entries()) found.push(lists[index].map(entityOf));
  }
  return found as { [Index in keyof T]: T[Index][] };
}

function together(dataSource: DataSource, selections: readonly Selection[]) {
  const known = combined.get(selections) ?? new Map();
  combined.set(selections, known);
  const before = known.get(dataSource);
  if (before) return before;
  const readings = selections.map(({ entity }) => readingOf(dataSource, entity));
  const cells = selections.map(({ tail }, index) => {
    const { head, foot } = readings[index] as Reading;
    return `(${head}${tail}${foot})`;
  });
  const text = { sql: `SELECT json_array(${cells.join(", ")}) AS cell`, readings };
  known.set(dataSource, text);
  return text;
}

/** How many statements on this connection may have changed something so far; SQLite only. */
export function writesOf(manager: EntityManager): number {
  return sqliteOf(manager).writes;
}

const statements = new Map<string, Bound>();

/** Runs a statement whose text never depends on values. Answers its rows. */
export async function query(manager: EntityManager, sql: string, parameters: Parameters): Promise<Row[]> {
  const { sql: text, names } = bound(statements, sql);
  return run(
    manager,
    text,
    names.map((name) => parameterOf(manager, parameters[name])),
  );
}

/** On SQLite straight to the connection: TypeORM's query runner costs as much as the hop to SQLite's thread. */
export function run(manager: EntityManager, sql: string, values: unknown[]): Promise<Row[]> {
  if (isPostgres(manager)) return manager.query(sql, values);
  const { logger } = manager.connection;
  logger.logQuery(sql);
  return new Promise((resolve, reject) => {
    sqliteOf(manager).all(sql, values, (error, rows) =>
      error ? reject(new QueryFailedError(sql, undefined, error)) : resolve(rows as Row[]),
    );
  });
}

/** The one cell of the one row that a statement answers. */
function cell(manager: EntityManager, sql: string, values: unknown[]): Promise<string> {
  const { logger } = manager.connection;
  logger.logQuery(sql);
  return new Promise((resolve, reject) => {
    sqliteOf(manager).cell(sql, values, (error, text) =>
      error ? reject(new QueryFailedError(sql, undefined, error)) : resolve(text as string),
    );
  });
}

/** What `start` reads before it first waits is read with one statement for each text; SQLite only. */
export function readTogether<T>(manager: EntityManager, start: () => T): T {
  return sqliteOf(manager).together(start);
}

function sqliteOf({ connection }: EntityManager): PooledDatabase {
  return (connection.driver as unknown as { databaseConnection: PooledDatabase }).databaseConnection;
}

/** The condition that a column holds one of a list. */
export function anyOf(manager: EntityManager, column: string, name: string): string {
  return isPostgres(manager) ? `${column} = ANY(:${name})` : `${column} IN (SELECT value FROM json_each(:${name}))`;
}

export function isPostgres({ connection }: EntityManager): boolean {
  return connection.options.type === "postgres";
}

function readingOf<T extends ObjectLiteral>(
  dataSource: DataSource,
  entity: EntityTarget<T>,
  properties?: readonly string[],
): Reading {
  const known = readings.get(dataSource) ?? new Map<EntityTarget<ObjectLiteral>, Map<string, Reading>>();
  readings.set(dataSource, known);
  const ofEntity = known.get(entity) ?? new Map<string, Reading>();
  known.set(entity, ofEntity);
  const key = properties?.join() ?? "*";
  const reading = ofEntity.get(key) ?? newReading(dataSource, entity, properties);
  if (ofEntity.size >= MAX_READINGS) ofEntity.clear();
  ofEntity.set(key, reading);
  return reading;
}

function newReading<T extends ObjectLiteral>(
  dataSource: DataSource,
  entity: EntityTarget<T>,
  properties?: readonly string[],
): Reading {
  const { columns: all, tableName } = dataSource.getMetadata(entity);
  const columns = all.filter(
    ({ isPrimary, propertyName }) => isPrimary || !properties || properties.includes(propertyName),
  );
  const cells = columns.map((column) => column.databaseName);
  const entityOf = hydratorOf(dataSource, entity, columns);
  return dataSource.options.type !== "postgres"
    ? {
        sql: new Map(),
        head: `SELECT json_group_array(json_array(${cells.join(", ")})) AS cell FROM (SELECT * FROM ${tableName} `,
        foot: ")",
        entityOf,
      }
    : {
        sql: new Map(),
        head: `SELECT ${cells.join(", ")} FROM ${tableName} `,
        foot: "",
        entityOf: (row: ObjectLiteral) => entityOf(cells.map((name) => row[name])),
      };
}

function bound(known: Map<string, Bound>, text: string, { head, foot } = { head: "", foot: "" }): Bound {
  const found = known.get(text);
  if (found) return found;
  const names: string[] = [];
  const sql = text.replace(/(?<![:\w]):([a-zA-Z]\w*)/g, (_, name: string) => {
    if (!names.includes(name)) names.push(name);
    return `$${names.indexOf(name) + 1}`;
  });
  if (known.size >= MAX_TEXTS) known.clear();
  const fresh = { sql: head + sql + foot, names };
  known.set(text, fresh);
  return fresh;
}

/** SQLite has no lists; `anyOf` takes one as JSON there. */
function parameterOf(manager: EntityManager, value: unknown): unknown {
  if (isPostgres(manager)) return value;
  return Array.isArray(value) ? JSON.stringify(value) : typeof value === "boolean" ? Number(value) : value;
}
