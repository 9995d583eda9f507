import type { EntityManager, EntityTarget, ObjectLiteral } from "typeorm";
import type { Actor } from "../model/actor.js";
import type { Database } from "./database.js";
import { select } from "./select.js";
import { anyOf, isPostgres, type Parameters, query } from "./statements.js";

/** So many rows are looked at in the list's order before an index is asked, and so many that it finds are sorted. */
const SKIMMED = 2000;
const FEW = 10_000;

/** So many rows of an index are counted, or skipped before a page, where others look up one row. */
const SHORT = 1000;

/** Ids of all rows that can pass the filters, as `anyOf` takes them; undefined when they are more than a few. */
type Lookup = (manager: EntityManager) => Promise<unknown>;

/**
 * A list of entities, narrowed condition by condition. Conditions are SQL on columns; values come by name. Those of
 * `where` bound a range of the order's index, those of `filter` are tested row by row. What may read more than a page
 * and a little is a scan.
 */
export class Listing<T extends ObjectLiteral> {
  private readonly bounds: string[] = [];
  private readonly filters: string[] = [];
  private readonly lookups: Lookup[] = [];
  private readonly parameters: Parameters = {};
  private properties: readonly string[] | undefined;

  constructor(
    private readonly database: Database,
    private readonly actor: Actor,
    private readonly entity: EntityTarget<T>,
  ) {}

  where(condition: string, parameters: Parameters = {}): this {
    this.bounds.push(condition);
    Object.assign(this.parameters, parameters);
    return this;
  }

  filter(condition: string, parameters: Parameters = {}): this {
    this.filters.push(condition);
    Object.assign(this.parameters, parameters);
    return this;
  }

  /** SQL that finds by an index the ids of all rows that a filter lets through, and perhaps of others. */
  lookUp(sql: string, parameters: Parameters): this {
    const toList = this.isPostgres ? "coalesce(array_agg(id), '{}')" : "json_group_array(id)";
    const first = `SELECT id FROM (${sql}) found LIMIT ${FEW + 1}`;
    const find = async (manager: EntityManager) => {
      const [row] = await query(
        manager,
        `SELECT COUNT(*) AS items, ${toList} AS ids FROM (${first}) first_found`,
        parameters,
      );
      return Number(row?.items) > FEW ? undefined : row?.ids;
    };
    let found: Promise<unknown> | undefined;
    this.lookups.push((manager) => {
      found ??= find(manager);
      return found;
    });
    return this;
  }

  /** Reads no other properties of the entities than these and the id; all of them by default. */
  reading(properties: readonly string[] | undefined): this {
    this.properties = properties;
    return this;
  }

  readingAlso(property: string): this {
    return this.reading(this.properties && [...this.properties, property]);
  }

  /** Another list that can be narrowed without changing this one. */
  copy(): Listing<T> {
    const copy = new Listing(this.database, this.actor, this.entity);
    for (const part of ["bounds", "filters", "lookups"] as const) copy[part].push(...(this[part] as never[]));
    Object.assign(copy.parameters, this.parameters);
    return copy.reading(this.properties);
  }

  get isPostgres(): boolean {
    return isPostgres(this.database.read);
  }

  /** The column of one of the entity's own properties. */
  column(property: keyof T & string): string {
    return this.metadata.findColumnWithPropertyName(property)?.databaseName as string;
  }

  /**
   * The first `limit` items behind `offset` others, in an order such as `id DESC`. What many rows have fills the page
   * from the beginning of the list, what few have is found by an index; only for what is neither, the list is walked.
   */
  async first(limit: number, order: string, offset = 0): Promise<T[]> {
    const parameters = { ...this.parameters, limit, offset };
    const tail = `ORDER BY ${order} LIMIT :limit OFFSET :offset`;
    if (this.filters.length > 0) return this.scan((manager) => this.filtered(manager, order, tail, parameters));
    const page = (manager: EntityManager) =>
      select(manager, this.entity, `${this.conditions} ${tail}`, parameters, this.properties);
    return offset > SHORT ? this.scan(page) : page(this.database.read);
  }

  private async filtered(
    manager: EntityManager,
    order: string,
    tail: string,
    parameters: Parameters & { limit: number },
  ): Promise<T[]> {
    if (this.lookups.length === 0) {
      return select(manager, this.entity, `${this.conditions} ${tail}`, parameters, this.properties);
    }
    const among = (rows: string, values: Parameters) =>
      select(
        manager,
        this.entity,
        `WHERE id IN (SELECT id FROM ${rows} ${tail}) ORDER BY ${order}`,
        values,
        this.properties,
      );
    const skimmed = await among(this.skimmed(order), parameters);
    if (skimmed.length === parameters.limit) return skimmed;
    const found = await this.found(manager);
    return among(found ? this.few(manager) : this.all, { ...parameters, found });
  }

  async count(): Promise<number> {
    if (this.filters.length === 0) {
      const short = `(SELECT 1 FROM ${this.all} LIMIT ${SHORT + 1}) first_rows`;
      const items = await countOf(this.database.read, short, this.parameters);
      if (items <= SHORT) return items;
    }
    return this.scan(async (manager) => {
      const found = await this.found(manager);
      return countOf(manager, found ? this.few(manager) : this.all, { ...this.parameters, found });
    });
  }

  private scan<R>(work: (manager: EntityManager) => Promise<R>): Promise<R> {
    return this.database.scan(this.actor, work);
  }

  /** What the first index that finds only a few has found. */
  private async found(manager: EntityManager): Promise<unknown> {
    for (const lookup of this.lookups) {
      const ids = await lookup(manager);
      if (ids) return ids;
    }
    return undefined;
  }

  // The LIMITs in these keep the planner from mixing what is inside with what is around.

  private skimmed(order: string): string {
    const { tableName } = this.metadata;
    const first = `SELECT * FROM ${tableName} ${whereAll(this.bounds)} ORDER BY ${order} LIMIT ${SKIMMED}`;
    return `(${first}) ${tableName} ${whereAll(this.filters)}`;
  }

  private few(manager: EntityManager): string {
    const { tableName } = this.metadata;
    const found = `SELECT * FROM ${tableName} WHERE ${anyOf(manager, "id", "found")} LIMIT ${FEW + 1}`;
    return `(${found}) ${tableName} ${this.conditions}`;
  }

  private get all(): string {
    return `${this.metadata.tableName} ${this.conditions}`;
  }

  private get conditions(): string {
    return whereAll([...this.bounds, ...this.filters]);
  }

  private get metadata() {
    return this.database.read.connection.getMetadata(this.entity);
  }
}

function whereAll(conditions: string[]): string {
  return conditions.length === 0 ? "" : `WHERE ${conditions.join(" AND ")}`;
}

async function countOf(manager: EntityManager, rows: string, parameters: Parameters): Promise<number> {
  const [row] = await query(manager, `SELECT COUNT(*) AS items FROM ${rows}`, parameters);
  return Number(row?.items);
}
