import type { DataSource, EntityManager, EntityMetadata } from "typeorm";
import type { Engine, Parameters, Read } from "./engine.js";
import { engineOf } from "./engines.js";
import { hydratorOf } from "./hydration.js";
import { Statements } from "./statements.js";

/** An entity's class, whose instances its rows become. */
export type EntityClass<T extends object> = new () => T;

/** Values of text properties, such as ids, by which rows are found. */
export type Key<T> = { [Property in keyof T]?: T[Property] & string };

/** How the rows of one entity are read from one kind of database. */
interface Reading {
  head: string;
  foot: string;
  columns: string[];
  statements: Statements;
  entityOf(values: unknown[]): object;
}

/** How many selections of an entity's properties are remembered; clients choose them. */
const MAX_READINGS = 200;

/** Databases of a kind share them, as they share the metadata. */
const readings = new WeakMap<EntityMetadata, Map<string, Reading>>();

/**
 * Reads entities. With `properties`, only these and the id are read, and using another one throws. `tail` is the SQL
 * that follows FROM and the table. Not by TypeORM, which builds and hydrates each query anew: that takes longer than
 * the query.
 */
export async function select<T extends object>(
  manager: EntityManager,
  entity: EntityClass<T>,
  tail: string,
  parameters: Parameters,
  properties?: readonly string[],
): Promise<T[]> {
  const { connection } = manager;
  const { statements, columns, entityOf } = readingOf(connection, entity, properties);
  const [sql, values] = statements.bind(tail, parameters);
  return (await engineOf(connection).rows(manager, sql, values, columns)).map(entityOf) as T[];
}

/** The entities with these values. */
export function selectByKey<T extends object>(
  manager: EntityManager,
  entity: EntityClass<T>,
  key: Key<T>,
): Promise<T[]> {
  return select(manager, entity, `WHERE ${conditionOf(manager, entity, key)}`, key);
}

/** The SQL condition for these values, which are its parameters by their names. */
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

/** One of several reads: the entities that a SELECT finds, by what follows FROM and the table. */
export interface Selection<T extends object = object> {
  entity: EntityClass<T>;
  tail: string;
  /** Properties that are not read without being named. */
  also?: readonly (keyof T & string)[];
}

/** A selection for each list of entities. */
export type Selections<T extends object[]> = { readonly [Index in keyof T]: Selection<T[Index]> };

/** The reads of several selections, and how their rows become entities. */
interface Combination {
  reads: Read[];
  readings: Reading[];
}

const combinations = new WeakMap<readonly Selection[], Map<Engine, Combination>>();

/** Several reads that share their parameters. The list of them is always the same one. */
export async function selectEach<T extends object[]>(
  manager: EntityManager,
  selections: Selections<T>,
  parameters: Parameters,
): Promise<{ [Index in keyof T]: T[Index][] }> {
  const { connection } = manager;
  const { reads, readings } = combinationOf(connection, selections);
  const found = await engineOf(connection).rowsOfEach(manager, reads, parameters);
  return readings.map(({ entityOf }, index) => found[index]?.map(entityOf)) as { [Index in keyof T]: T[Index][] };
}

function combinationOf(dataSource: DataSource, selections: readonly Selection[]): Combination {
  const engine = engineOf(dataSource);
  const known = combinations.get(selections) ?? new Map<Engine, Combination>();
  combinations.set(selections, known);
  const combination = known.get(engine) ?? combine(dataSource, selections);
  known.set(engine, combination);
  return combination;
}

function combine(dataSource: DataSource, selections: readonly Selection[]): Combination {
  const readings = selections.map(({ entity, also }) =>
    readingOf(dataSource, entity, also && withUsual(dataSource, entity, also)),
  );
  const reads = readings.map(({ head, foot, columns }, index) => ({
    text: `${head}${selections[index]?.tail}${foot}`,
    columns,
  }));
  return { reads, readings };
}

/** These properties, and those that are read without being named. */
function withUsual(dataSource: DataSource, entity: EntityClass<object>, also: readonly string[]): string[] {
  const { columns } = dataSource.getMetadata(entity);
  return [...columns.filter(({ isSelect }) => isSelect).map(({ propertyName }) => propertyName), ...also];
}

function readingOf<T extends object>(
  dataSource: DataSource,
  entity: EntityClass<T>,
  properties?: readonly string[],
): Reading {
  const metadata = dataSource.getMetadata(entity);
  const ofEntity = readings.get(metadata) ?? new Map<string, Reading>();
  readings.set(metadata, ofEntity);
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
    ({ isPrimary, isSelect, propertyName }) => isPrimary || (properties ? properties.includes(propertyName) : isSelect),
  );
  const names = columns.map((column) => column.databaseName);
  const [head, foot] = engineOf(dataSource).select(tableName, names);
  return {
    head,
    foot,
    columns: names,
    statements: new Statements(head, foot),
    entityOf: hydratorOf(dataSource, entity, columns),
  };
}
