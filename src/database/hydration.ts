import type { DataSource, EntityMetadata, EntityTarget, ObjectLiteral } from "typeorm";
import { engineOf } from "./engines.js";

type Column = EntityMetadata["columns"][number];

type EntityClass = new () => ObjectLiteral;

interface Cell {
  property: string;
  /** Undefined for what is kept as it is. */
  convert: ((value: unknown) => unknown) | undefined;
}

/** Makes an entity of the values of its columns, in their order. */
type Hydrator = (values: unknown[]) => ObjectLiteral;

/** How rows of an entity, of which these columns were read, become objects of its class. */
export function hydratorOf<T extends ObjectLiteral>(
  dataSource: DataSource,
  entity: EntityTarget<T>,
  columns: Column[],
): Hydrator {
  const { columns: all, target } = dataSource.getMetadata(entity);
  const unread = all.filter((column) => !columns.includes(column)).map(({ propertyName }) => propertyName);
  const rowClass = unread.length > 0 ? withoutColumns(target as EntityClass, unread) : (target as EntityClass);
  const { hasBooleans } = engineOf(dataSource);
  const cells: Cell[] = columns.map((column) => ({
    property: column.propertyName,
    convert: converterOf(column, hasBooleans),
  }));
  return (values) => {
    const row = new rowClass();
    // Counted, not iterated: for every column of every row that is read.
    for (let index = 0; index < cells.length; index++) {
      const { property, convert } = cells[index] as Cell;
      row[property] = convert ? convert(values[index]) : values[index];
    }
    return row;
  };
}

/**
 * A look at what was not read throws: nothing in its place, or anything that can be compared or reckoned with, would
 * answer wrongly where somebody forgot to ask for it.
 */
function withoutColumns(target: EntityClass, unread: string[]): EntityClass {
  class Part extends target {}
  // So that it is a row of its entity to whoever compares or prints it.
  Reflect.deleteProperty(Part.prototype, "constructor");
  for (const property of unread) {
    Object.defineProperty(Part.prototype, property, {
      get() {
        throw new Error(`${target.name}.${property} was not read.`);
      },
      set(value) {
        Object.defineProperty(this, property, { value, writable: true, enumerable: true, configurable: true });
      },
    });
  }
  return Part;
}

/** Undefined for what is kept as it is. */
function converterOf({ transformer, type }: Column, hasBooleans: boolean): ((value: unknown) => unknown) | undefined {
  if (transformer && !Array.isArray(transformer)) return transformer.from;
  if (!hasBooleans && type === "boolean") return (value) => value === 1;
  // Never by SQLite, which cannot read what is nested 1000 deep: one such row would take its whole list along.
  if (type === "simple-json") return (value) => (value === null ? null : JSON.parse(value as string));
  return undefined;
}
