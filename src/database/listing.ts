import type { Actor } from "../model/actor.js";
import type { Database } from "./database.js";
import type { Parameters } from "./engine.js";
import type { Reader } from "./reader.js";
import type { EntityClass } from "./select.js";

/** How many rows are tested in the list's order before an index is asked, and how many rows found by it are sorted. */
const SKIMMED = 2000;
const FEW = 10_000;

/** How many index entries are counted, or skipped before a page, without being a scan. */
const SHORT = 1000;

/** Answers the ids of all rows that can pass the filters, as `anyOf` takes them; undefined when there are too many. */
type Lookup = (reader: Reader) => Promise<unknown>;

/**
 * A list of entities, narrowed by conditions, which are SQL with values by name. `where` bounds a range of the order's
 * index; `filter` is tested row by row. A read that may go much beyond its page is a scan. Why:
 * docs/decisions/0013-scans-apart.md
 */
export class Listing<T extends object> {
  private readonly bounds: string[] = [];
  private readonly filters: string[] = [];
  private readonly lookups: Lookup[] = [];
  private readonly parameters: Parameters = {};
  private properties: readonly string[] | undefined;

  constructor(
    readonly database: Database,
    private readonly actor: Actor,
    private readonly entity: EntityClass<T>,
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

  /** Adds SQL that finds, by an index, the ids of all rows that pass a filter, and perhaps of others. */
  lookUp(sql: string, parameters: Parameters): this {
    const first = `SELECT id FROM (${sql}) found LIMIT ${FEW + 1}`;
    const find = async (reader: Reader) => {
      const text = `SELECT COUNT(*) AS items, ${reader.listOf("id")} AS ids FROM (${first}) first_found`;
      const [row] = await reader.rows(text, parameters);
      return Number(row?.items) > FEW ? undefined : row?.ids;
    };
    let found: Promise<unknown> | undefined;
    this.lookups.push((reader) => {
      found ??= find(reader);
      return found;
    });
    return this;
  }

  /** Reads only these properties of the entities, and the id; by default all. */
  reading(properties: readonly string[] | undefined): this {
    this.properties = properties;
    return this;
  }

  readingAlso(property: string): this {
    return this.reading(this.properties && [...this.properties, property]);
  }

  /** A copy that can be narrowed without changing this list. */
  copy(): Listing<T> {
    const copy = new Listing(this.database, this.actor, this.entity);
    for (const part of ["bounds", "filters", "lookups"] as const) copy[part].push(...(this[part] as never[]));
    Object.assign(copy.parameters, this.parameters);
    return copy.reading(this.properties);
  }

  /** The column of a property. */
  column(property: keyof T & string): string {
    return this.database.read.columnOf(this.entity, property);
  }

  /**
   * The first `limit` items after `offset` others, in an order such as `id DESC`. Conditions that many rows meet fill
   * the page from the beginning of the list, and those that few meet are looked up by an index; only otherwise the list
   * is walked.
   */
  async first(limit: number, order: string, offset = 0): Promise<T[]> {
    const parameters = { ...this.parameters, limit, offset };
    const tail = `ORDER BY ${order} LIMIT :limit OFFSET :offset`;
    if (this.filters.length > 0) return this.scan((reader) => this.filtered(reader, order, tail, parameters));
    const page = (reader: Reader) =>
      reader.list(this.entity, `${this.conditions} ${tail}`, parameters, this.properties);
    return offset > SHORT ? this.scan(page) : page(this.database.read);
  }

  private async filtered(
    reader: Reader,
    order: string,
    tail: string,
    parameters: Parameters & { limit: number },
  ): Promise<T[]> {
    if (this.lookups.length === 0) {
      return reader.list(this.entity, `${this.conditions} ${tail}`, parameters, this.properties);
    }
    const among = (rows: string, values: Parameters) =>
      reader.list(
        this.entity,
        `WHERE id IN (SELECT id FROM ${rows} ${tail}) ORDER BY ${order}`,
        values,
        this.properties,
      );
    const skimmed = await among(this.skimmed(order), parameters);
    if (skimmed.length === parameters.limit) return skimmed;
    const found = await this.found(reader);
    return among(found ? this.few(reader) : this.all, { ...parameters, found });
  }

  async count(): Promise<number> {
    if (this.filters.length === 0) {
      const short = `(SELECT 1 FROM ${this.all} LIMIT ${SHORT + 1}) first_rows`;
      const items = await countOf(this.database.read, short, this.parameters);
      if (items <= SHORT) return items;
    }
    return this.scan(async (reader) => {
      const found = await this.found(reader);
      return countOf(reader, found ? this.few(reader) : this.all, { ...this.parameters, found });
    });
  }

  private scan<R>(work: (reader: Reader) => Promise<R>): Promise<R> {
    return this.database.scan(this.actor, work);
  }

  /** The ids that the first lookup finds, unless they are too many. */
  private async found(reader: Reader): Promise<unknown> {
    for (const lookup of this.lookups) {
      const ids = await lookup(reader);
      if (ids) return ids;
    }
    return undefined;
  }

  // The LIMITs in these keep the planner from merging the inner statement with the outer one.

  private skimmed(order: string): string {
    const { table } = this;
    const first = `SELECT * FROM ${table} ${whereAll(this.bounds)} ORDER BY ${order} LIMIT ${SKIMMED}`;
    return `(${first}) ${table} ${whereAll(this.filters)}`;
  }

  private few(reader: Reader): string {
    const { table } = this;
    const found = `SELECT * FROM ${table} WHERE ${reader.anyOf("id", "found")} LIMIT ${FEW + 1}`;
    return `(${found}) ${table} ${this.conditions}`;
  }

  private get all(): string {
    return `${this.table} ${this.conditions}`;
  }

  private get conditions(): string {
    return whereAll([...this.bounds, ...this.filters]);
  }

  private get table(): string {
    return this.database.read.tableOf(this.entity);
  }
}

function whereAll(conditions: string[]): string {
  return conditions.length === 0 ? "" : `WHERE ${conditions.join(" AND ")}`;
}

async function countOf(reader: Reader, rows: string, parameters: Parameters): Promise<number> {
  const [row] = await reader.rows(`SELECT COUNT(*) AS items FROM ${rows}`, parameters);
  return Number(row?.items);
}
