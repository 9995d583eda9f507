import type { DataSource, EntityMetadata, EntityTarget, ObjectLiteral } from "typeorm";
import { engineOf } from "./engines.js";

type Column = EntityMetadata["columns"][number];

type EntityClass = new () => ObjectLiteral;

interface Cell {
  property: string;
  /** Undefined for a value that is used as it is stored. */
  convert: ((value: unknown) => unknown) | undefined;
}

/** Makes an entity from the values of its columns, in their order. */
type Hydrator = (values: unknown[]) => ObjectLiteral;

/** The function that turns rows with these columns into objects of the entity's class. */
export function hydratorOf<T extends ObjectLiteral>(
  dataSource: DataSource,
  entity: EntityTarget<T>,
  columns: Column[],
): Hydrator {
  const { columns: all, target } = dataSource.getMetadata(entity);
  const unread = all
    .filter((column) => column.isSelect && !columns.includes(column))
    .map(({ propertyName }) => propertyName);
  const rowClass = unread.length > 0 ? withoutColumns(target as EntityClass, unread) : (target as EntityClass);
  const { hasBooleans } = engineOf(dataSource);
  const cells: Cell[] = columns.map((column) => ({
    property: column.propertyName,
    convert: converterOf(column, hasBooleans),
  }));
  return (values) => {
    const row = new rowClass();
    // A counting loop, which is faster: it runs for every column of every row.
    for (let index = 0; index < cells.length; index++) {
      const { property, convert } = cells[index] as Cell;
      row[property] = convert ? convert(values[index]) : values[index];
    }
    return row;
  };
}

/**
 * A class whose properties that were not read throw when they are used: undefined in their place would give wrong
 * answers where somebody forgot to ask for them.
 */
function withoutColumns(target: EntityClass, unread: string[]): EntityClass {
  class Part extends target {}
  // Without it, comparing and printing treats it as an object of the entity's class.
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
  // Parsed here, since SQLite cannot read JSON nested 1000 deep: one such row would fail its whole list.
  if (type === "simple-json") return (value) => (value === null ? null : JSON.parse(value as string));
  return undefined;
}
