import type { EntityManager } from "typeorm";
import type { Engine, Parameters, PerDatabase, Row } from "./engine.js";
import { engineOf } from "./engines.js";
import { type EntityClass, type Key, type Selections, select, selectByKey, selectEach } from "./select.js";
import { Statements } from "./statements.js";

const texts = new Statements();

/**
 * Reads committed data or, in a transaction, what that sees. Texts are SQL that never depends on values, which are
 * given by name: `:id`. A list is one value; see `anyOf`.
 */
export class Reader {
  /** For this room only. */
  readonly engine: Engine;

  constructor(protected readonly manager: EntityManager) {
    this.engine = engineOf(manager.connection);
  }

  /** The entity with these values of some properties; null when there is none. */
  async find<T extends object>(entity: EntityClass<T>, key: Key<T>): Promise<T | null> {
    const [found = null] = await this.ask(() => selectByKey(this.manager, entity, key));
    return found;
  }

  /** As `find`; throws an Error when there is none, which is a defect. */
  async get<T extends object>(entity: EntityClass<T>, key: Key<T>): Promise<T> {
    const found = await this.find(entity, key);
    if (!found) throw new Error(`A row of ${entity.name} is gone.`);
    return found;
  }

  /** Entities. With `properties`, only these and the id are read. `tail` is the SQL that follows FROM and the table. */
  list<T extends object>(
    entity: EntityClass<T>,
    tail: string,
    parameters: Parameters = {},
    properties?: readonly string[],
  ): Promise<T[]> {
    return this.ask(() => select(this.manager, entity, tail, parameters, properties));
  }

  /** The first entity of such a list; null when it is empty. */
  async first<T extends object>(entity: EntityClass<T>, tail: string, parameters: Parameters = {}): Promise<T | null> {
    const [found = null] = await this.list(entity, tail, parameters);
    return found;
  }

  /**
   * Several lists at once, which share their parameters. `selections` is always the same list, by which the statement
   * is remembered.
   */
  listEach<T extends object[]>(
    selections: Selections<T>,
    parameters: Parameters,
  ): Promise<{ [Index in keyof T]: T[Index][] }> {
    return this.ask(() => selectEach<T>(this.manager, selections, parameters));
  }

  /** Whether there is such a row; `rows` is the SQL that follows FROM. */
  async exists(rows: string, parameters: Parameters): Promise<boolean> {
    return (await this.rows(`SELECT 1 FROM ${rows} LIMIT 1`, parameters)).length > 0;
  }

  /** The rows of a statement, as objects by column name. */
  rows(text: string | PerDatabase, parameters: Parameters = {}): Promise<Row[]> {
    const sql = typeof text === "string" ? text : text[this.engine.name];
    return this.ask(() => this.engine.run(this.manager, ...texts.bind(sql, parameters)));
  }

  /** SQL for the condition that a column holds one of the list `:name`. */
  anyOf(column: string, name: string): string {
    return this.engine.anyOf(column, name);
  }

  /** SQL for the list of texts `:name` as a table `element` with the column `value`. */
  elements(name: string): string {
    return this.engine.elements(name);
  }

  /** SQL for a column of many rows as one list, which `anyOf` takes. */
  listOf(column: string): string {
    return this.engine.listOf(column);
  }

  /** SQL for the condition that a text contains the text `:name`. */
  contains(text: string, name: string): string {
    return this.engine.contains(text, name);
  }

  tableOf(entity: EntityClass<object>): string {
    return this.manager.connection.getMetadata(entity).tableName;
  }

  /** The column of a property. */
  columnOf<T extends object>(entity: EntityClass<T>, property: keyof T & string): string {
    return this.manager.connection.getMetadata(entity).findColumnWithPropertyName(property)?.databaseName as string;
  }

  /** Every statement is sent through here. */
  protected ask<T>(send: () => Promise<T>): Promise<T> {
    return send();
  }
}
