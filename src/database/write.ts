import type { DataSource, EntityManager, EntityMetadata, EntityTarget, ObjectLiteral } from "typeorm";
import { writeLater } from "./sqlite/deferred-writes.js";
import { isPostgres, run } from "./statements.js";

type Column = EntityMetadata["columns"][number];

/** One column of an entity, and how its value is stored. */
interface Cell {
  property: string;
  column: string;
  type: string;
  stored(value: unknown): unknown;
}

/** A statement that writes these cells: of one row, and of any number of them in a JSON list of lists. */
interface Writing {
  table: string;
  cells: Cell[];
  ofRow: string;
  ofJson: string;
}

const known = new WeakMap<
  DataSource,
  { cells: Map<EntityTarget<ObjectLiteral>, Cell[]>; writings: Map<string, Writing> }
>();

// All texts here never depend on values and are put together once; TypeORM builds every statement anew. On SQLite
// what they write waits for what others of the group write (sqlite/deferred-writes.ts).

/** Inserts rows, which all have the same properties. */
export async function insert<T extends ObjectLiteral>(
  manager: EntityManager,
  entity: EntityTarget<T>,
  ...rows: readonly Partial<T>[]
): Promise<void> {
  const cells = cellsOf(manager, entity).filter(({ property }) => rows[0]?.[property] !== undefined);
  const properties = cells.map(({ property }) => property);
  const make = (table: string) => insertion(table, cells, isPostgres(manager));
  await write(manager, writingOf(manager, entity, `INSERT ${properties}`, make), rows);
}

/** Inserts whole rows, or changes some columns of those that are there already. */
export async function upsert<T extends ObjectLiteral>(
  manager: EntityManager,
  entity: EntityTarget<T>,
  rows: readonly T[],
  changed: readonly (keyof T & string)[],
): Promise<void> {
  const writing = writingOf(manager, entity, `UPSERT ${changed}`, (table) => {
    const cells = cellsOf(manager, entity);
    const changes = cells
      .filter(({ property }) => changed.includes(property))
      .map(({ column }) => `${column} = excluded.${column}`);
    return insertion(table, cells, isPostgres(manager), ` ON CONFLICT (id) DO UPDATE SET ${changes.join(", ")}`);
  });
  await write(manager, writing, rows);
}

/** Changes some columns of a row that is there. */
export async function update<T extends ObjectLiteral>(
  manager: EntityManager,
  entity: EntityTarget<T>,
  row: T,
  changed: readonly (keyof T & string)[],
): Promise<void> {
  const writing = writingOf(manager, entity, `UPDATE ${changed}`, (table) => {
    const cells = cellsOf(manager, entity);
    const cellOf = (name: string) => cells.find(({ property }) => property === name) as Cell;
    return change(table, [...changed, "id"].map(cellOf));
  });
  await write(manager, writing, [row]);
}

/** A statement that changes rows of one table by what it is given: `$1`, `$2`, …, or on SQLite a JSON list of such lists. */
export interface Change {
  table: string;
  ofValues: string;
  ofJson: string;
}

/** Runs it: on SQLite once for all of a group. */
export async function apply(
  manager: EntityManager,
  { table, ofValues, ofJson }: Change,
  values: unknown[],
): Promise<void> {
  if (!writeLater(manager, table, ofJson, [values])) await run(manager, ofValues, values);
}

/** The last cell is the id. It is never set, not even to what it is: SQLite would write each index that it is part of. */
function change(table: string, cells: Cell[]): Writing {
  const set = (value: (column: string, index: number) => string) => {
    const changes = cells.slice(0, -1).map(({ column }, index) => `${column} = ${value(column, index)}`);
    return `UPDATE ${table} SET ${changes.join(", ")}`;
  };
  const columns = cells.map(({ column }, index) => `value ->> ${index} AS ${column}`);
  return {
    table,
    cells,
    // In the order of their numbers: to SQLite these are names, counted as they come.
    ofRow: `${set((_, index) => `$${index + 1}`)} WHERE id = $${cells.length}`,
    ofJson: `${set((column) => `given.${column}`)}
      FROM (SELECT ${columns.join(", ")} FROM json_each($1)) given WHERE ${table}.id = given.id`,
  };
}

async function write(manager: EntityManager, writing: Writing, entities: readonly ObjectLiteral[]): Promise<void> {
  if (entities.length === 0) return;
  const { table, cells, ofRow, ofJson } = writing;
  const [row = [], ...more] = entities.map((entity) => cells.map(({ property, stored }) => stored(entity[property])));
  if (writeLater(manager, table, ofJson, [row, ...more])) return;
  if (more.length === 0) await run(manager, ofRow, row);
  else await run(manager, ofJson, [JSON.stringify([row, ...more])]);
}

function writingOf<T extends ObjectLiteral>(
  manager: EntityManager,
  entity: EntityTarget<T>,
  kind: string,
  make: (table: string) => Writing,
): Writing {
  const { writings } = knownOf(manager);
  const table = manager.connection.getMetadata(entity).tableName;
  const key = `${table} ${kind}`;
  const writing = writings.get(key) ?? make(table);
  writings.set(key, writing);
  return writing;
}

function insertion(table: string, cells: Cell[], onPostgres: boolean, tail = ""): Writing {
  const head = `INSERT INTO ${table} (${cells.map(({ column }) => column).join(", ")})`;
  const value = ({ type }: Cell, index: number) =>
    onPostgres ? `(value ->> ${index})::${type}` : `value ->> ${index}`;
  const list = onPostgres ? "json_array_elements($1)" : "json_each($1)";
  return {
    table,
    cells,
    ofRow: `${head} VALUES (${cells.map((_, index) => `$${index + 1}`).join(", ")})${tail}`,
    // Without the condition SQLite would take ON CONFLICT for a join's.
    ofJson: `${head} SELECT ${cells.map(value).join(", ")} FROM ${list} WHERE true${tail}`,
  };
}

function knownOf({ connection }: EntityManager) {
  const found = known.get(connection) ?? { cells: new Map(), writings: new Map() };
  known.set(connection, found);
  return found;
}

function cellsOf<T extends ObjectLiteral>(manager: EntityManager, entity: EntityTarget<T>): Cell[] {
  const { cells: ofEntities } = knownOf(manager);
  const cells =
    ofEntities.get(entity) ??
    manager.connection.getMetadata(entity).columns.map((column) => ({
      property: column.propertyName,
      column: column.databaseName,
      type: manager.connection.driver.normalizeType(column),
      stored: storedBy(column, isPostgres(manager)),
    }));
  ofEntities.set(entity, cells);
  return cells;
}

function storedBy({ transformer, type }: Column, hasBooleans: boolean): Cell["stored"] {
  if (transformer && !Array.isArray(transformer)) return transformer.to;
  if (type === "simple-json") return (value) => (value === null ? null : JSON.stringify(value));
  if (type === "boolean" && !hasBooleans) return Number;
  return (value) => value;
}
