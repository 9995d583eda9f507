import type { DataSource, EntityManager, EntityMetadata, EntityTarget, ObjectLiteral } from "typeorm";
import { writeLater } from "./deferred-writes.js";
import { isPostgres, run } from "./select.js";

type Column = EntityMetadata["columns"][number];

/** One column of an entity, and how its value is stored. */
interface Cell {
  property: string;
  column: string;
  stored(value: unknown): unknown;
}

const known = new WeakMap<DataSource, Map<EntityTarget<ObjectLiteral>, Cell[]>>();

/** A statement that writes rows: as it is for rows given one by one, and for a JSON list of lists on SQLite. */
interface Writing {
  ofRows(count: number): string;
  ofJson: string;
}

// All texts here never depend on values; TypeORM builds every statement anew. What they write may wait for others of
// its group (deferred-writes.ts), so a transaction must not read it again.

/** Inserts one row. */
export async function insert<T extends ObjectLiteral>(
  manager: EntityManager,
  entity: EntityTarget<T>,
  row: Partial<T>,
): Promise<void> {
  const cells = cellsOf(manager, entity).filter(({ property }) => row[property] !== undefined);
  await write(manager, insertion(tableOf(manager, entity), cells), [valuesOf(row, cells)]);
}

/** Inserts whole rows, or changes some columns of those that are there already. */
export async function upsert<T extends ObjectLiteral>(
  manager: EntityManager,
  entity: EntityTarget<T>,
  rows: readonly T[],
  changed: readonly (keyof T & string)[],
): Promise<void> {
  const cells = cellsOf(manager, entity);
  const changes = cells
    .filter(({ property }) => changed.includes(property))
    .map(({ column }) => `${column} = excluded.${column}`);
  const tail = ` ON CONFLICT (id) DO UPDATE SET ${changes.join(", ")}`;
  const writing = insertion(tableOf(manager, entity), cells, tail);
  await write(
    manager,
    writing,
    rows.map((row) => valuesOf(row, cells)),
  );
}

/** Changes some columns of a row that is there. */
export async function update<T extends ObjectLiteral>(
  manager: EntityManager,
  entity: EntityTarget<T>,
  row: T,
  changed: readonly (keyof T & string)[],
): Promise<void> {
  const cells = cellsOf(manager, entity).filter(({ property }) => property === "id" || changed.includes(property));
  const table = tableOf(manager, entity);
  const set = (value: (column: string, index: number) => string) =>
    `UPDATE ${table} SET ${cells.map(({ column }, index) => `${column} = ${value(column, index)}`).join(", ")}`;
  const position = cells.findIndex(({ property }) => property === "id") + 1;
  const columns = cells.map(({ column }, index) => `value ->> ${index} AS ${column}`);
  const writing = {
    ofRows: () => `${set((_, index) => `$${index + 1}`)} WHERE id = $${position}`,
    ofJson: `${set((column) => `given.${column}`)}
      FROM (SELECT ${columns.join(", ")} FROM json_each($1)) given WHERE ${table}.id = given.id`,
  };
  await write(manager, writing, [valuesOf(row, cells)]);
}

async function write(manager: EntityManager, { ofRows, ofJson }: Writing, rows: unknown[][]): Promise<void> {
  if (!writeLater(manager, ofJson, rows)) await run(manager, ofRows(rows.length), rows.flat());
}

function insertion(table: string, cells: Cell[], tail = ""): Writing {
  const head = `INSERT INTO ${table} (${cells.map(({ column }) => column).join(", ")})`;
  const places = (row: number) => `(${cells.map((_, index) => `$${row * cells.length + index + 1}`).join(", ")})`;
  return {
    ofRows: (count) => `${head} VALUES ${Array.from({ length: count }, (_, row) => places(row)).join(", ")}${tail}`,
    ofJson: `${head} SELECT ${cells.map((_, index) => `value ->> ${index}`).join(", ")} FROM json_each($1) WHERE true${tail}`,
  };
}

function tableOf<T extends ObjectLiteral>({ connection }: EntityManager, entity: EntityTarget<T>): string {
  return connection.getMetadata(entity).tableName;
}

function valuesOf(row: ObjectLiteral, cells: Cell[]): unknown[] {
  return cells.map(({ property, stored }) => stored(row[property]));
}

function cellsOf<T extends ObjectLiteral>(manager: EntityManager, entity: EntityTarget<T>): Cell[] {
  const { connection } = manager;
  const ofDatabase = known.get(connection) ?? new Map<EntityTarget<ObjectLiteral>, Cell[]>();
  known.set(connection, ofDatabase);
  const cells =
    ofDatabase.get(entity) ??
    connection.getMetadata(entity).columns.map((column) => ({
      property: column.propertyName,
      column: column.databaseName,
      stored: storedBy(column, isPostgres(manager)),
    }));
  ofDatabase.set(entity, cells);
  return cells;
}

function storedBy({ transformer, type }: Column, hasBooleans: boolean): Cell["stored"] {
  if (transformer && !Array.isArray(transformer)) return transformer.to;
  if (type === "simple-json") return (value) => (value === null ? null : JSON.stringify(value));
  if (type === "boolean" && !hasBooleans) return Number;
  return (value) => value;
}
