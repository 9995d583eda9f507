import { DomainError } from "../../model/domain-error.js";
import { isEmpty } from "../values.js";
import { demandMeaning } from "./meanings.js";
import { TABLE_FIELDS, type TableField } from "./table-fields.js";

/** What a column is. */
export interface Column {
  field: TableField;
  /** Between the items of a list; white space without one. As text, none of them has white space around it. */
  separator?: string;
  /** What its values mean, or the items of a list, each as the field has it; null has no place here and is named in the report. */
  values?: Record<string, unknown>;
  /** Whether files may lack it; else a CSV file without it is a wrong use. */
  optional?: true;
}

/** Which column of a table is which field. Columns that it does not name are kept. */
export interface Mapping {
  columns: Record<string, Column>;
  /** What the table does not say and is the same for all. */
  constants: Partial<Record<TableField, unknown>>;
}

const MEMBERS = ["columns", "constants"];
const COLUMN_MEMBERS = ["field", "separator", "values", "optional"];

/**
 * The mapping that a file holds: `{"columns": {"<column>": "<field>" | {"field", "separator", "values", "optional"}},
 * "constants": {"<field>": value}}`. Throws `invalid` naming what is wrong with it.
 */
export function mappingOf(text: string): Mapping {
  const given = objectOf(parsed(text), "mapping", MEMBERS);
  const columns = Object.entries(objectOf(given.columns, "mapping.columns"));
  const constants = objectOf(given.constants ?? {}, "mapping.constants", TABLE_FIELDS);
  const mapping = {
    columns: Object.fromEntries(columns.map(([name, value]) => [name, columnOf(value, `mapping.columns.${name}`)])),
    constants,
  };
  rejectTwice(mapping);
  demandMeanings(mapping);
  return mapping;
}

function demandMeanings({ columns, constants }: Mapping): void {
  for (const [name, { field, values = {}, separator }] of Object.entries(columns)) {
    for (const [value, meaning] of Object.entries(values)) {
      demandMeaning(field, meaning, `mapping.columns.${name}.values.${value}`, separator);
    }
  }
  for (const field of TABLE_FIELDS) demandMeaning(field, constants[field], `mapping.constants.${field}`);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw wrong("mapping", "must be JSON");
  }
}

function columnOf(value: unknown, path: string): Column {
  const { field, separator, values, optional } =
    typeof value === "string" ? ({ field: value } as Record<string, unknown>) : objectOf(value, path, COLUMN_MEMBERS);
  if (!isField(field)) throw wrong(path, `must be one of ${TABLE_FIELDS.join(", ")}`);
  if (separator !== undefined && (typeof separator !== "string" || separator === "")) {
    throw wrong(`${path}.separator`, "must be text of at least one character");
  }
  if (optional !== undefined && typeof optional !== "boolean") throw wrong(`${path}.optional`, "must be true or false");
  return {
    field,
    ...(separator === undefined ? {} : { separator }),
    ...(values === undefined ? {} : { values: objectOf(values, `${path}.values`) }),
    ...(optional ? { optional } : {}),
  };
}

/** A mapping without what only says which files it fits: how lines are read by it. */
export function readingOf({ columns, constants }: Mapping): Mapping {
  const read = Object.entries(columns).map(([name, { optional: _optional, ...column }]) => [name, column]);
  return { columns: Object.fromEntries(read), constants };
}

/** A field comes from one place, and some place has the client id. */
function rejectTwice({ columns, constants }: Mapping): void {
  const fields = [...Object.values(columns).map(({ field }) => field), ...Object.keys(constants)];
  const twice = fields.find((field, index) => fields.indexOf(field) < index);
  if (twice !== undefined) throw wrong("mapping", `must have ${twice} once`);
  if (!fields.includes("clientId")) throw wrong("mapping.columns", "must say which column is clientId");
}

function isField(value: unknown): value is TableField {
  return TABLE_FIELDS.some((field) => field === value);
}

function objectOf(value: unknown, path: string, members?: readonly string[]): Record<string, unknown> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw wrong(path, "must be an object");
  const unknown = members && Object.keys(value).find((name) => !members.includes(name));
  if (!isEmpty(unknown)) throw wrong(path, `must have no others than ${members?.join(", ")}`);
  return value as Record<string, unknown>;
}

function wrong(field: string, text: string): DomainError {
  return DomainError.invalidField(field, "mapping", `${field} ${text}`);
}
