import type { EntityManager } from "typeorm";
import type { Engine, Parameters, PerDatabase, Row } from "./engine.js";
import { engineOf } from "./engines.js";
import { type EntityClass, type Key, type Selection, select, selectByKey, selectEach } from "./select.js";
import { Statements } from "./statements.js";

const texts = new Statements();

/**
 * Reads committed data, or what a transaction sees. Texts are SQL that never depends on values, which come by name:
 * `:id`; a list is one of them, see `anyOf`.
 */
export class Reader {
  /** For this room only. */
  readonly engine: Engine;

  constructor(protected readonly manager: EntityManager) {
    this.engine = engineOf(manager.connection);
  }

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
    const sql = typeof text === "string" ? text : text[this.engine.name];
    return this.ask(() => this.engine.run(this.manager, ...texts.bind(sql, parameters)));
  }

  /** The condition that a column holds one of the list `:name`. */
  anyOf(column: string, name: string): string {
    return this.engine.anyOf(column, name);
  }

  /** The list of texts `:name` as a table `element` with the column `value`. */
  elements(name: string): string {
    return this.engine.elements(name);
  }

  /** A column of many rows as one list, which `anyOf` takes. */
  listOf(column: string): string {
    return this.engine.listOf(column);
  }

  /** The condition that a text contains the text `:name`. */
  contains(text: string, name: string): string {
    return this.engine.contains(text, name);
  }

  tableOf(entity: EntityClass<object>): string {
    return this.manager.connection.getMetadata(entity).tableName;
  }

  /** The column of one of an entity's own properties. */
  columnOf<T extends object>(entity: EntityClass<T>, property: keyof T & string): string {
    return this.manager.connection.getMetadata(entity).findColumnWithPropertyName(property)?.databaseName as string;
  }

  /** Through here goes every statement. */
  protected ask<T>(send: () => Promise<T>): Promise<T> {
    return send();
  }
}
