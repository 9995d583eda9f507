import type { DataSource, EntityManager, EntityMetadata, EntityTarget, ObjectLiteral } from "typeorm";
import { isPostgres, run } from "./select.js";

type Column = EntityMetadata["columns"][number];

/** One column of an entity, and how its value is stored. */
interface Cell {
  property: string;
  column: string;
  stored(value: unknown): unknown;
}

const known = new WeakMap<DataSource, Map<EntityTarget<ObjectLiteral>, Cell[]>>();

/** Inserts one row with SQL whose text never depends on values; TypeORM builds every INSERT anew. */
export async function insert<T extends ObjectLiteral>(
  manager: EntityManager,
  entity: EntityTarget<T>,
  row: Partial<T>,
): Promise<void> {
  const cells = cellsOf(manager, entity).filter(({ property }) => row[property] !== undefined);
  const columns = cells.map(({ column }) => column);
  const values = columns.map((_, index) => `$${index + 1}`);
  const { tableName } = manager.connection.getMetadata(entity);
  await run(
    manager,
    `INSERT INTO ${tableName} (${columns.join(", ")}) VALUES (${values.join(", ")})`,
    cells.map(({ property, stored }) => stored(row[property])),
  );
}

/** Inserts whole rows, or changes some columns of those that are there already: one statement for all. */
export async function upsert<T extends ObjectLiteral>(
  manager: EntityManager,
  entity: EntityTarget<T>,
  rows: readonly T[],
  changed: readonly (keyof T & string)[],
): Promise<void> {
  const cells = cellsOf(manager, entity);
  const values = rows.flatMap((row) => cells.map(({ property, stored }) => stored(row[property])));
  const places = rows.map(
    (_, index) => `(${cells.map((_, column) => `$${index * cells.length + column + 1}`).join(", ")})`,
  );
  const changes = cells
    .filter(({ property }) => changed.includes(property))
    .map(({ column }) => `${column} = excluded.${column}`);
  const { tableName } = manager.connection.getMetadata(entity);
  await run(
    manager,
    `INSERT INTO ${tableName} (${cells.map(({ column }) => column).join(", ")}) VALUES ${places.join(", ")}
     ON CONFLICT (id) DO UPDATE SET ${changes.join(", ")}`,
    values,
  );
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
