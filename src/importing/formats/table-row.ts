import type { SourceNames } from "../../services/imports/source-names.js";
import type { Column, Mapping } from "../mappings/mapping.js";
import { isDecisive } from "../mappings/missing-columns.js";
import type { TableField } from "../mappings/table-fields.js";
import type { Fates, SourceFields } from "../source-fields.js";
import { invalid, isEmpty } from "../values.js";

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
    return read(column.values ? this.meaningOf(value, name, column.values) : value, name, column.separator);
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

  private meaningOf(value: unknown, name: string, values: Record<string, unknown>): unknown {
    if (isEmpty(value)) return undefined;
    if (!Object.hasOwn(values, String(value)))
      throw invalid(name, "values", "must have a value that its mapping names");
    const meaning = values[String(value)];
    if (meaning !== null) return meaning;
    this.notes.push(`${name} was not taken: its value has no place here.`);
    return [];
  }
}
