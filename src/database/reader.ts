import type { EntityManager } from "typeorm";
import { type EntityClass, type Key, type Selection, select, selectByKey, selectEach } from "./select.js";
import { anyOf, elements, isPostgres, type Parameters, type PerDatabase, query, type Row } from "./statements.js";

/**
 * Reads committed data, or what a transaction sees. Texts are SQL that never depends on values, which come by name:
 * `:id`; a list is one of them, see `anyOf`.
 */
export class Reader {
  constructor(protected readonly manager: EntityManager) {}

  /** The one entity with these values of some properties; null when there is none. */
  async find<T extends object>(entity: EntityClass<T>, key: Key<T>): Promise<T | null> {
    const [found = null] = await this.ask(() => selectByKey(this.manager, entity, key));
    return found;
  }

  /** The same for what has to be there. */
  async get<T extends object>(entity: EntityClass<T>, key: Key<T>): Promise<T> {
    const found = await this.find(entity, key);
    if (!found) throw new Error(`A row of ${entity.name} is gone.`);
    return found;
  }

  /** Entities, or some `properties` and the id of each; `tail` is what follows FROM. */
  list<T extends object>(
    entity: EntityClass<T>,
    tail: string,
    parameters: Parameters = {},
    properties?: readonly string[],
  ): Promise<T[]> {
    return this.ask(() => select(this.manager, entity, tail, parameters, properties));
  }

  /** The first of such a list; null when it is empty. */
  async first<T extends object>(entity: EntityClass<T>, tail: string, parameters: Parameters = {}): Promise<T | null> {
    const [found = null] = await this.list(entity, tail, parameters);
    return found;
  }

  /** Several lists, whose parameters have their names in common. `selections` is always the same list. */
  listEach<T extends object[]>(
    selections: { readonly [Index in keyof T]: Selection<T[Index]> },
    parameters: Parameters,
  ): Promise<{ [Index in keyof T]: T[Index][] }> {
    return this.ask(() => selectEach<T>(this.manager, selections, parameters));
  }

  /** Whether there is such a row; `rows` is what follows FROM. */
  async exists(rows: string, parameters: Parameters): Promise<boolean> {
    return (await this.rows(`SELECT 1 FROM ${rows} LIMIT 1`, parameters)).length > 0;
  }

  /** The rows that a statement answers, by the names of its columns. */
  rows(text: string | PerDatabase, parameters: Parameters = {}): Promise<Row[]> {
    return this.ask(() => query(this.manager, this.textOf(text), parameters));
  }

  /** The condition that a column holds one of the list `:name`. */
  anyOf(column: string, name: string): string {
    return anyOf(this.manager, column, name);
  }

  /** The list of texts `:name` as a table `element` with the column `value`. */
  elements(name: string): string {
    return elements(this.manager, name);
  }

  tableOf(entity: EntityClass<object>): string {
    return this.manager.connection.getMetadata(entity).tableName;
  }

  /** The column of one of an entity's own properties. */
  columnOf<T extends object>(entity: EntityClass<T>, property: keyof T & string): string {
    return this.manager.connection.getMetadata(entity).findColumnWithPropertyName(property)?.databaseName as string;
  }

  get isPostgres(): boolean {
    return isPostgres(this.manager);
  }

  protected textOf(text: string | PerDatabase): string {
    if (typeof text === "string") return text;
    return this.isPostgres ? text.postgres : text.sqlite;
  }

  /** Through here goes every statement. */
  protected ask<T>(send: () => Promise<T>): Promise<T> {
    return send();
  }
}
