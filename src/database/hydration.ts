import type { DataSource, DataSourceOptions, EntityMetadata, EntityTarget, ObjectLiteral } from "typeorm";
import { OPEN_READONLY } from "./sqlite/library.js";

type Column = EntityMetadata["columns"][number];

/** Makes an entity of the values of its columns, in their order. */
type Hydrator = (values: unknown[]) => ObjectLiteral;

type EntityClass = new () => ObjectLiteral;

const VALUES = Symbol("values");

/** How rows of an entity, of which these columns were read, become objects of its class. */
export function hydratorOf<T extends ObjectLiteral>(
  dataSource: DataSource,
  entity: EntityTarget<T>,
  columns: Column[],
): Hydrator {
  const { columns: all, target } = dataSource.getMetadata(entity);
  const { options } = dataSource;
  const accessors = columns.map((column) => ({
    property: column.propertyName,
    isJson: column.type === "simple-json",
    convert: converterOf(column, options.type !== "postgres"),
  }));
  const missing = all.filter((column) => !columns.includes(column)).map(({ propertyName }) => propertyName);
  const rowClass = missing.length > 0 ? withoutProperties(target as EntityClass, missing) : (target as EntityClass);
  return isReadOnly(options) ? lazily(rowClass, accessors) : eagerly(rowClass, accessors);
}

/**
 * What was not read is an Error, which fails the field that shows it, instead of nothing. It is not thrown: compiled
 * operations look at properties where nobody catches.
 */
function withoutProperties(target: EntityClass, missing: string[]): EntityClass {
  class Part extends target {}
  for (const property of missing) {
    Object.defineProperty(Part.prototype, property, {
      get: () => new Error(`${target.name}.${property} was not read.`),
    });
  }
  return Part;
}

interface Accessor {
  property: string;
  isJson: boolean;
  convert(value: unknown): unknown;
}

/** What is changed and saved has all its values at hand. */
function eagerly(target: EntityClass, accessors: Accessor[]): Hydrator {
  return (values) => {
    const found = new target();
    for (const [index, { property, convert }] of accessors.entries()) found[property] = convert(values[index]);
    return found;
  };
}

/**
 * Of what is only read, few columns are looked at: each is converted when it is. Of a list this is half the garbage.
 * What can fail, which is JSON, is converted here, where an error is caught.
 */
function lazily(target: EntityClass, accessors: Accessor[]): Hydrator {
  class Row extends target {
    declare [VALUES]: unknown[];
  }
  const json = accessors.flatMap(({ isJson }, index) => (isJson ? [index] : []));
  for (const [index, { property, convert, isJson }] of accessors.entries()) {
    Object.defineProperty(Row.prototype, property, {
      get(this: Row) {
        return isJson ? this[VALUES][index] : convert(this[VALUES][index]);
      },
    });
  }
  return (values) => {
    const found = new Row();
    for (const index of json) values[index] = accessors[index]?.convert(values[index]);
    found[VALUES] = values;
    return found;
  };
}

function isReadOnly(options: DataSourceOptions): boolean {
  return options.type === "sqlite" && ((options.flags ?? 0) & OPEN_READONLY) !== 0;
}

function converterOf({ transformer, type }: Column, isSqlite: boolean): (value: unknown) => unknown {
  if (transformer && !Array.isArray(transformer)) return transformer.from;
  if (isSqlite && type === "boolean") return (value) => value === 1;
  // Never by SQLite, which cannot read what is nested 1000 deep: one such row would take its whole list along.
  if (type === "simple-json") return (value) => (value === null ? null : JSON.parse(value as string));
  return (value) => value;
}
