import type { DataSource, EntityManager, ObjectLiteral } from "typeorm";
import { hydratorOf } from "./hydration.js";
import { cell, isPostgres, type Parameters, run, Statements } from "./statements.js";

/** An entity, by the class whose instances its rows become. */
export type EntityClass<T extends object> = new () => T;

/** Texts by which rows are looked up, such as ids. */
export type Key<T> = { [Property in keyof T]?: T[Property] & string };

/** How the rows of one entity are read from one database. */
interface Reading {
  head: string;
  foot: string;
  statements: Statements;
  entityOf(row: never): object;
}

/** What is asked of an entity differs by what clients select of it. */
const MAX_READINGS = 200;

/** Whole texts; those of one reading are in it. */
const texts = new Statements();

const readings = new WeakMap<DataSource, Map<EntityClass<object>, Map<string, Reading>>>();

/**
 * Reads entities, or some `properties` and the id of each, where a look at the others throws. `tail` is what follows
 * FROM; the text never depends on values. TypeORM builds and hydrates every query anew, which takes longer than the
 * query. On SQLite a list comes as one JSON cell, because the driver pays for each cell; on PostgreSQL as rows.
 */
export async function select<T extends object>(
  manager: EntityManager,
  entity: EntityClass<T>,
  tail: string,
  parameters: Parameters,
  properties?: readonly string[],
): Promise<T[]> {
  const { statements, entityOf } = readingOf(manager.connection, entity, properties);
  const [sql, values] = statements.bind(manager, tail, parameters);
  const found = isPostgres(manager) ? await run(manager, sql, values) : JSON.parse(await cell(manager, sql, values));
  return found.map(entityOf);
}

/** The entities with these values of some properties. */
export function selectByKey<T extends object>(
  manager: EntityManager,
  entity: EntityClass<T>,
  key: Key<T>,
): Promise<T[]> {
  return select(manager, entity, `WHERE ${conditionOf(manager, entity, key)}`, key);
}

/** Which rows have these values of some properties, by their names. */
export function conditionOf<T extends object>(
  { connection }: EntityManager,
  entity: EntityClass<T>,
  key: Key<T>,
): string {
  const metadata = connection.getMetadata(entity);
  const columnOf = (property: string) => metadata.findColumnWithPropertyName(property)?.databaseName;
  return Object.keys(key)
    .map((property) => `${columnOf(property)} = :${property}`)
    .join(" AND ");
}

/** One of several reads: whole entities, and what follows FROM. */
export interface Selection<T extends object = object> {
  entity: EntityClass<T>;
  tail: string;
}

/** Several reads as one statement. */
interface Combination {
  text: string;
  readings: Reading[];
}

const combinations = new WeakMap<readonly Selection[], Map<DataSource, Combination>>();

/**
 * Several reads, whose parameters have their names in common: on SQLite in one statement, which is one hop to its
 * thread. The list of them is always the same one, so that its text is put together once.
 */
export async function selectEach<T extends object[]>(
  manager: EntityManager,
  selections: { readonly [Index in keyof T]: Selection<T[Index]> },
  parameters: Parameters,
): Promise<{ [Index in keyof T]: T[Index][] }> {
  const found: object[][] = [];
  if (isPostgres(manager)) {
    for (const { entity, tail } of selections) found.push(await select(manager, entity, tail, parameters));
  } else {
    const { text, readings } = combinationOf(manager.connection, selections);
    const lists = JSON.parse(await cell(manager, ...texts.bind(manager, text, parameters)));
    for (const [index, { entityOf }] of readings.entries()) found.push(lists[index].map(entityOf));
  }
  return found as { [Index in keyof T]: T[Index][] };
}

function combinationOf(dataSource: DataSource, selections: readonly Selection[]): Combination {
  const known = combinations.get(selections) ?? new Map<DataSource, Combination>();
  combinations.set(selections, known);
  const combination = known.get(dataSource) ?? combine(dataSource, selections);
  known.set(dataSource, combination);
  return combination;
}

function combine(dataSource: DataSource, selections: readonly Selection[]): Combination {
  const readings = selections.map(({ entity }) => readingOf(dataSource, entity));
  const cells = readings.map(({ head, foot }, index) => `(${head}${selections[index]?.tail}${foot})`);
  return { text: `SELECT json_array(${cells.join(", ")}) AS cell`, readings };
}

function readingOf<T extends object>(
  dataSource: DataSource,
  entity: EntityClass<T>,
  properties?: readonly string[],
): Reading {
  const known = readings.get(dataSource) ?? new Map<EntityClass<object>, Map<string, Reading>>();
  readings.set(dataSource, known);
  const ofEntity = known.get(entity) ?? new Map<string, Reading>();
  known.set(entity, ofEntity);
  const key = properties?.join() ?? "*";
  const found = ofEntity.get(key);
  if (found) return found;
  if (ofEntity.size >= MAX_READINGS) ofEntity.clear();
  const reading = newReading(dataSource, entity, properties);
  ofEntity.set(key, reading);
  return reading;
}

function newReading<T extends object>(
  dataSource: DataSource,
  entity: EntityClass<T>,
  properties?: readonly string[],
): Reading {
  const { columns: all, tableName } = dataSource.getMetadata(entity);
  const columns = all.filter(
    ({ isPrimary, propertyName }) => isPrimary || !properties || properties.includes(propertyName),
  );
  const cells = columns.map((column) => column.databaseName);
  const entityOf = hydratorOf(dataSource, entity, columns);
  const isPostgres = dataSource.options.type === "postgres";
  const [head, foot] = isPostgres
    ? [`SELECT ${cells.join(", ")} FROM ${tableName} `, ""]
    : [`SELECT json_group_array(json_array(${cells.join(", ")})) AS cell FROM (SELECT * FROM ${tableName} `, ")"];
  return {
    head,
    foot,
    statements: new Statements(head, foot),
    entityOf: isPostgres ? (row: ObjectLiteral) => entityOf(cells.map((name) => row[name])) : entityOf,
  };
}
