import type { EntityManager, EntityMetadata } from "typeorm";
import type { Engine, Writing } from "./engine.js";
import { engineOf } from "./engines.js";
import { conditionOf, type EntityClass, type Key } from "./select.js";
import { Statements } from "./statements.js";

type Column = EntityMetadata["columns"][number];

/** A column of an entity, and how its value is stored. */
interface Cell {
  property: string;
  column: string;
  type: string;
  stored(value: unknown): unknown;
}

/** A statement that writes these cells of an entity. */
interface EntityWriting extends Writing {
  cells: Cell[];
}

/** What databases of a kind share. */
interface Known {
  cells: Map<EntityClass<object>, Cell[]>;
  writings: Map<string, EntityWriting>;
}

type Make = (engine: Engine, table: string) => EntityWriting;

const known = new WeakMap<Engine, Known>();

// These texts never depend on values and are built once; TypeORM builds every statement anew.

/** Inserts rows, all with the same properties. */
export async function insert<T extends object>(
  manager: EntityManager,
  entity: EntityClass<T>,
  rows: readonly Partial<T>[],
): Promise<void> {
  const [first] = rows as readonly Record<string, unknown>[];
  const cells = cellsOf(manager, entity).filter(({ property }) => first?.[property] !== undefined);
  const properties = cells.map(({ property }) => property);
  const make: Make = (engine, table) => insertion(engine, table, cells);
  await writeRows(manager, writingOf(manager, entity, `INSERT ${properties}`, make), rows);
}

/** Inserts whole rows; where the id exists, changes these properties. */
export async function upsert<T extends object>(
  manager: EntityManager,
  entity: EntityClass<T>,
  rows: readonly T[],
  changed: readonly (keyof T & string)[],
): Promise<void> {
  const writing = writingOf(manager, entity, `UPSERT ${changed}`, (engine, table) => {
    const cells = cellsOf(manager, entity);
    const changes = cells
      .filter(({ property }) => changed.includes(property as keyof T & string))
      .map(({ column }) => `${column} = excluded.${column}`);
    const [key] = manager.connection.getMetadata(entity).primaryColumns;
    const tail = ` ON CONFLICT (${key?.databaseName}) DO UPDATE SET ${changes.join(", ")}`;
    return insertion(engine, table, cells, tail);
  });
  await writeRows(manager, writing, rows);
}

/** Changes properties of the row with this id, but not those that are as they are in `before` where that costs more. */
export async function update<T extends { id: string }>(
  manager: EntityManager,
  entity: EntityClass<T>,
  id: string,
  changes: Partial<T>,
  before: Partial<T>,
): Promise<void> {
  const { rewritesIndexes } = engineOf(manager.connection);
  const changed = (Object.keys(changes) as (keyof T & string)[]).filter(
    (property) => changes[property] !== undefined && !(rewritesIndexes && changes[property] === before[property]),
  );
  const writing = writingOf(manager, entity, `UPDATE ${changed}`, (engine, table) => {
    const cells = cellsOf(manager, entity);
    const cellOf = (name: string) => cells.find(({ property }) => property === name) as Cell;
    return changeOf(engine, table, [...changed, "id"].map(cellOf));
  });
  await writeRows(manager, writing, [{ ...changes, id }]);
}

const removals = new Statements();

/** Deletes the rows with these values. Answers whether there were any. */
export async function remove<T extends object>(
  manager: EntityManager,
  entity: EntityClass<T>,
  key: Key<T>,
): Promise<boolean> {
  const { tableName } = manager.connection.getMetadata(entity);
  const text = `DELETE FROM ${tableName} WHERE ${conditionOf(manager, entity, key)} RETURNING 1 AS removed`;
  return (await engineOf(manager.connection).run(manager, ...removals.bind(text, key))).length > 0;
}

async function writeRows(manager: EntityManager, writing: EntityWriting, entities: readonly object[]): Promise<void> {
  if (entities.length === 0) return;
  const rows = (entities as readonly Record<string, unknown>[]).map((entity) =>
    writing.cells.map(({ property, stored }) => stored(entity[property])),
  );
  await engineOf(manager.connection).write(manager, writing, rows);
}

/** The last cell is the id, which is never set, not even to itself: SQLite would rewrite every index with it. */
function changeOf(engine: Engine, table: string, cells: Cell[]): EntityWriting {
  const columns = cells.slice(0, -1).map(({ column }) => column);
  const set = (value: (column: string, index: number) => string) => {
    const changes = columns.map((column, index) => `${column} = ${value(column, index)}`);
    return `UPDATE ${table} SET ${changes.join(", ")}`;
  };
  const given = cells.map(({ column }, index) => `${engine.givenValue(index)} AS ${column}`);
  return {
    table,
    columns,
    idAt: cells.length - 1,
    cells,
    // In the order of their numbers, since SQLite counts parameters as they appear.
    ofValues: `${set((_, index) => `$${index + 1}`)} WHERE id = $${cells.length}`,
    ofRows: `${set((column) => `given.${column}`)}
      FROM (SELECT ${given.join(", ")} FROM ${engine.givenRows(typesOf(cells))}) given WHERE ${table}.id = given.id`,
  };
}

function insertion(engine: Engine, table: string, cells: Cell[], tail = ""): EntityWriting {
  const head = `INSERT INTO ${table} (${cells.map(({ column }) => column).join(", ")})`;
  const given = cells.map((_, index) => engine.givenValue(index));
  return {
    table,
    cells,
    ofValues: `${head} VALUES (${cells.map((_, index) => `$${index + 1}`).join(", ")})${tail}`,
    // Without a condition SQLite would read ON CONFLICT as a join's ON.
    ofRows: `${head} SELECT ${given.join(", ")} FROM ${engine.givenRows(typesOf(cells))} WHERE true${tail}`,
  };
}

function typesOf(cells: readonly Cell[]): string[] {
  return cells.map(({ type }) => type);
}

function writingOf(manager: EntityManager, entity: EntityClass<object>, kind: string, make: Make): EntityWriting {
  const { writings } = knownOf(manager);
  const table = manager.connection.getMetadata(entity).tableName;
  const key = `${table} ${kind}`;
  const writing = writings.get(key) ?? make(engineOf(manager.connection), table);
  writings.set(key, writing);
  return writing;
}

function knownOf({ connection }: EntityManager): Known {
  const engine = engineOf(connection);
  const found = known.get(engine) ?? { cells: new Map(), writings: new Map() };
  known.set(engine, found);
  return found;
}

function cellsOf(manager: EntityManager, entity: EntityClass<object>): Cell[] {
  const { cells: ofEntities } = knownOf(manager);
  const cells =
    ofEntities.get(entity) ??
    manager.connection.getMetadata(entity).columns.map((column) => ({
      property: column.propertyName,
      column: column.databaseName,
      type: manager.connection.driver.normalizeType(column),
      stored: storedBy(column, engineOf(manager.connection).hasBooleans),
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
