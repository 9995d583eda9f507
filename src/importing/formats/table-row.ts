import type { SourceNames } from "../../services/imports/settings/source-names.js";
import type { Column, Mapping } from "../mappings/mapping.js";
import { meansItself } from "../mappings/meanings.js";
import { isDecisive } from "../mappings/missing-columns.js";
import { LISTS, type TableField } from "../mappings/table-fields.js";
import type { Fates, SourceFields } from "../source-fields.js";
import { invalid, isEmpty, textsOf } from "../values.js";

type Meanings = Record<string, unknown>;

/** One row of a table, by this product's fields. */
export class TableRow {
  readonly notes: string[] = [];
  private readonly columns: Map<TableField, { name: string; column: Column }>;

  constructor(
    private readonly fields: SourceFields<Fates>,
    private readonly mapping: Mapping,
  ) {
    const columns = Object.entries(mapping.columns);
    this.columns = new Map(columns.map(([name, column]) => [column.field, { name, column }]));
  }

  /** What each field is called in the file. */
  get names(): SourceNames {
    return Object.fromEntries([...this.columns].map(([field, { name }]) => [field, name]));
  }

  /** What a field is called in the file. */
  nameOf(field: TableField): string {
    return this.columns.get(field)?.name ?? field;
  }

  /** A field's value, through a function of values.ts. */
  take<T>(field: TableField, read: (value: unknown, name: string, separator?: string) => T): T {
    const found = this.columns.get(field);
    if (!found) return read(this.mapping.constants[field], field);
    const { name, column } = found;
    if (isDecisive(column) && !this.fields.has(name)) {
      throw invalid(name, "required", "must be there, null where it has no value, since its mapping names it");
    }
    const value = this.fields.take(name, (own) => own);
    return read(column.values ? this.meaningOf(value, name, column, column.values) : value, name, column.separator);
  }

  /** The same, and `none` where the row speaks of the field and has nothing in it: what it has emptied goes here, too. */
  takeSaid<T>(
    field: TableField,
    read: (value: unknown, name: string, separator?: string) => T | undefined,
    none: T,
  ): T | undefined {
    const isSaid = this.speaksOf(field);
    return this.take(field, read) ?? (isSaid ? none : undefined);
  }

  /** Whether a field is said at all, be it that it is nothing. */
  has(field: TableField): boolean {
    const found = this.columns.get(field);
    return found ? this.fields.has(found.name) : field in this.mapping.constants;
  }

  /** Whether there is a place for a field: rows may lack a column that is optional, and then say nothing of it. */
  speaksOf(field: TableField): boolean {
    const found = this.columns.get(field);
    return this.has(field) || (found !== undefined && !found.column.optional);
  }

  /** What the whole of it means, where a value says that, and else each item of a list; null has no place here. */
  private meaningOf(value: unknown, name: string, { field, separator }: Column, values: Meanings): unknown {
    if (isEmpty(value)) return undefined;
    const between = LISTS[field];
    const text = String(value);
    const isList = between !== undefined && !Object.hasOwn(values, text);
    const items = isList ? (textsOf(value, name, separator ?? between) ?? []) : [text];
    const meanings = items.map((item) => meaningOfItem(item, field, values));
    if (items.length === 0 || meanings.includes(undefined)) {
      throw invalid(name, "values", `must have ${items.length > 1 ? "values" : "a value"} that its mapping names`);
    }
    const placed = meanings.filter((meaning) => meaning !== null);
    if (placed.length === 0) this.notes.push(`${name} was not taken: its value has no place here.`);
    else if (placed.length < meanings.length) {
      this.notes.push(`${name} was taken in part: not all of its values have a place here.`);
    }
    if (meanings.length === 1) return placed.length === 1 ? placed[0] : [];
    return [...new Set(placed.flatMap((meaning) => textsOf(meaning, name, separator ?? between) ?? []))];
  }
}

/** Undefined where its mapping does not name it. */
function meaningOfItem(item: string, field: TableField, values: Meanings): unknown {
  if (Object.hasOwn(values, item)) return values[item];
  return meansItself(field, item) ? item : undefined;
}
