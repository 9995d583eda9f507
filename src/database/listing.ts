import type { Actor } from "../model/actor.js";
import type { Database } from "./database.js";
import { type Parameters, PLANNED_FOR_VALUES } from "./engine.js";
import { FEW, type Lookup, lookupOf } from "./lookup.js";
import type { Reader } from "./reader.js";
import type { EntityClass } from "./select.js";

/** How many rows are tested in the list's order before an index is asked. */
const SKIMMED = 2000;

/** How many index entries are counted, or skipped before a page, without being a scan. */
const SHORT = 1000;

/** How far a list is counted, and how many rows are tested for that. */
export const COUNTED = 10_000;

/** How many items a list has: at least so many, where it is not exact. */
export interface Count {
  items: number;
  isExact: boolean;
}

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
  private kept: string | undefined;
  /** Follows each statement that reads without a scan. */
  private ending = "";

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

  /** As `where`, for a value that few rows may have, in an index that has it before the order. */
  whereValue(condition: string, parameters: Parameters): this {
    this.ending = PLANNED_FOR_VALUES;
    return this.where(condition, parameters);
  }

  /** To be looked up, too: otherwise a page that few rows are for walks the whole list. */
  filter(condition: string, parameters: Parameters = {}): this {
    this.filters.push(condition);
    Object.assign(this.parameters, parameters);
    return this;
  }

  /**
   * Adds SELECTs that find, each in the order of an index, the ids of all rows that pass a filter, and perhaps of others;
   * `isGuess` where the index finds all of them before it answers the first.
   */
  lookUp(selects: readonly string[], parameters: Parameters, { isGuess = false } = {}): this {
    const lookup = lookupOf(selects, parameters, isGuess);
    // Those first that stop when there are too many.
    if (isGuess) this.lookups.push(lookup);
    else this.lookups.unshift(lookup);
    return this;
  }

  /** SQL that answers how many `items` the list has without a filter, where that is kept. */
  countedBy(kept: string): this {
    this.kept = kept;
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
    copy.ending = this.ending;
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
      reader.list(this.entity, `${this.conditions} ${tail}${this.ending}`, parameters, this.properties);
    return offset > SHORT ? this.scan(page) : page(this.database.read);
  }

  private async filtered(
    reader: Reader,
    order: string,
    tail: string,
    parameters: Parameters & { limit: number },
  ): Promise<T[]> {
    const among = (rows: string, values: Parameters) =>
      reader.list(
        this.entity,
        `WHERE id IN (SELECT id FROM ${rows} ${tail}) ORDER BY ${order}`,
        values,
        this.properties,
      );
    const skimmed = await among(this.beginning(order, SKIMMED), parameters);
    if (skimmed.length === parameters.limit || !(await this.isLonger(reader, order))) return skimmed;
    const found = await this.found(reader);
    return among(found ? this.few(reader) : this.all, { ...parameters, found });
  }

  /** Exact up to 10,000 items, unless conditions are combined that more rows meet each. */
  async count(): Promise<Count> {
    const { filters, kept, parameters, database } = this;
    if (filters.length > 0) return this.scan((reader) => this.countFiltered(reader));
    if (kept !== undefined) return { items: await itemsOf(database.read, kept, parameters), isExact: true };
    const upTo = (limit: number) =>
      `SELECT COUNT(*) AS items FROM (SELECT 1 FROM ${this.all} LIMIT ${limit + 1}) first_rows${this.ending}`;
    const short = await itemsOf(database.read, upTo(SHORT), parameters);
    if (short <= SHORT) return { items: short, isExact: true };
    return this.scan(async (reader) => atMost(COUNTED, await itemsOf(reader, upTo(COUNTED), parameters)));
  }

  private async countFiltered(reader: Reader): Promise<Count> {
    const among = async (found: unknown) =>
      atMost(
        COUNTED,
        await itemsOf(reader, `SELECT COUNT(*) AS items FROM ${this.few(reader)}`, { ...this.parameters, found }),
      );
    const found = await this.found(reader, (lookup) => !lookup.isGuess);
    if (found) return among(found);
    const beginning = this.beginning("id DESC", COUNTED + 1, "").trimEnd();
    const passing = this.filters.join(" AND ");
    const [row] = await reader.rows(
      `SELECT COUNT(*) AS tested, COUNT(CASE WHEN ${passing} THEN 1 END) AS items FROM ${beginning}`,
      this.parameters,
    );
    const items = Number(row?.items);
    if (Number(row?.tested) <= COUNTED) return { items, isExact: true };
    // What half of the rows pass is not worth finding all of them.
    const guessed = items > COUNTED / 2 ? undefined : await this.found(reader, (lookup) => lookup.isGuess);
    if (guessed) return among(guessed);
    const isAll = this.filters.length === 1 && this.lookups.every(({ isGuess }) => !isGuess);
    return { items: isAll ? COUNTED : items, isExact: false };
  }

  private scan<R>(work: (reader: Reader) => Promise<R>): Promise<R> {
    return this.database.scan(this.actor, work);
  }

  /** Whether the list goes on where skimming it ended. */
  private isLonger(reader: Reader, order: string): Promise<boolean> {
    const rows = `${this.table} ${whereAll(this.bounds)} ORDER BY ${order}`;
    return reader.exists(`(SELECT 1 FROM ${rows} LIMIT 1 OFFSET ${SKIMMED}) following`, this.parameters);
  }

  /** The ids that the first of the lookups finds, unless they are too many. */
  private async found(reader: Reader, isMeant: (lookup: Lookup) => boolean = () => true): Promise<unknown> {
    for (const lookup of this.lookups.filter(isMeant)) {
      const ids = await lookup.find(reader);
      if (ids) return ids;
    }
    return undefined;
  }

  // The LIMITs in these keep the planner from merging the inner statement with the outer one.

  private beginning(order: string, limit: number, filters = whereAll(this.filters)): string {
    const { table } = this;
    const first = `SELECT * FROM ${table} ${whereAll(this.bounds)} ORDER BY ${order} LIMIT ${limit}`;
    return `(${first}) ${table} ${filters}`;
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

async function itemsOf(reader: Reader, text: string, parameters: Parameters): Promise<number> {
  const [row] = await reader.rows(text, parameters);
  return Number(row?.items);
}

function atMost(limit: number, items: number): Count {
  return { items: Math.min(limit, items), isExact: items <= limit };
}
