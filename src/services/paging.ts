import type { Count, Listing } from "../database/listing.js";
import { DomainError } from "../model/domain-error.js";
import { type IdPrefix, prefixOf } from "../model/identifier.js";
import { DEFAULT_PAGE_SIZE, type PageArgs } from "../model/inputs/page.inputs.js";

/**
 * An order in which pages are cut by key: by `property` and then by id, or by id alone, which is the order of creation.
 * `property` is a property of the entity, never text from outside.
 */
export interface PageOrder<T> {
  property?: keyof T & string;
  keyOf?: (item: T) => string | number;
  direction: "ASC" | "DESC";
}

/** The order of ids, which is that of creation, backwards. */
export const NEWEST_FIRST = { direction: "DESC" } as const;

/** One page of a list (Relay Cursor Connections). */
export interface Page<T> {
  items: T[];
  cursorOf(item: T): string;
  hasNextPage: boolean;
  hasPreviousPage: boolean;
  /** How many items the whole list has; one more statement, or several. */
  count(): Promise<Count>;
}

type Key = (string | number)[];

/**
 * Cuts a page out of a list whose conditions are set; `prefix` is that of its ids. Reads one row more than the page
 * has. Throws `invalid` for `first` together with `last`, and for a cursor of another order.
 */
export async function paginate<T extends { id: string }>(
  list: Listing<T>,
  prefix: IdPrefix,
  order: PageOrder<T>,
  args: PageArgs,
): Promise<Page<T>> {
  if (args.first != null && args.last != null) {
    throw DomainError.invalidField("last", "exclusive", "last must not be given together with first");
  }
  const backward = args.last != null;
  const size = args.last ?? args.first ?? DEFAULT_PAGE_SIZE;
  const ascending = (order.direction === "ASC") !== backward;
  const columns = [...(order.property ? [list.column(order.property)] : []), "id"];
  const page = list.copy();
  if (order.property) page.readingAlso(order.property);

  for (const bound of ["after", "before"] as const) {
    const cursor = args[bound];
    if (!cursor) continue;
    const key = keyOf(cursor, order, prefix, bound);
    const later = (bound === "after") === (order.direction === "ASC");
    const parameters = Object.fromEntries(key.map((value, index) => [`${bound}${index}`, value]));
    const names = Object.keys(parameters).map((name) => `:${name}`);
    page.where(`(${columns.join(", ")}) ${later ? ">" : "<"} (${names.join(", ")})`, parameters);
  }
  const rows = await page.first(
    size + 1,
    columns.map((column) => `${column} ${ascending ? "ASC" : "DESC"}`).join(", "),
  );
  const more = rows.length > size;
  const items = rows.slice(0, size);
  if (backward) items.reverse();
  return {
    items,
    cursorOf: (item) => cursorOf(item, order),
    hasNextPage: backward ? Boolean(args.before) : more,
    hasPreviousPage: backward ? more : Boolean(args.after),
    count: () => list.count(),
  };
}

/** A part of a list by its position. */
export interface Slice<T> {
  items: T[];
  /** How many items the whole list has; where it was not counted to its end, more than this part shows. */
  total: number;
}

/** Cuts a part out of a list by its position. The rows before it are read and thrown away, so it costs its depth. */
export async function cutSlice<T extends { id: string }>(
  list: Listing<T>,
  { property, direction }: PageOrder<T>,
  { offset, limit }: { offset: number; limit: number },
): Promise<Slice<T>> {
  const { items: counted, isExact } = await list.count();
  const columns = [...(property ? [list.column(property)] : []), "id"];
  const order = columns.map((column) => `${column} ${direction}`).join(", ");
  const items = offset > 0 && isExact && offset >= counted ? [] : await list.first(limit, order, offset);
  const end = offset + items.length;
  // Whoever goes on until `total` must come to the end of a list that is longer than what was counted.
  const total = isExact ? counted : Math.max(counted, items.length < limit ? 0 : end + 1, items.length > 0 ? end : 0);
  return { items, total };
}

/** The cursor of an item: its id in order of creation, otherwise the order's property, its value and the id. */
function cursorOf<T extends { id: string }>(item: T, { property, keyOf: read }: PageOrder<T>): string {
  if (!property || !read) return item.id;
  return Buffer.from(JSON.stringify([property, read(item), item.id])).toString("base64url");
}

function keyOf<T>(cursor: string, { property }: PageOrder<T>, prefix: IdPrefix, bound: string): Key {
  const key = property ? compositeKeyOf(cursor, property) : [cursor];
  if (!key || prefixOf(String(key.at(-1))) !== prefix) {
    throw DomainError.invalidField(bound, "cursor", `${bound} must be a cursor from a connection with the same order`);
  }
  return key;
}

function compositeKeyOf(cursor: string, property: string): Key | undefined {
  try {
    const [name, value, id] = JSON.parse(Buffer.from(cursor, "base64url").toString());
    const isValue = property === "updatedAt" ? Number.isSafeInteger(value) : isKeyText(value);
    return name === property && isValue && typeof id === "string" ? [value, id] : undefined;
  } catch {
    return undefined;
  }
}

function isKeyText(value: unknown): boolean {
  return typeof value === "string" && value.isWellFormed() && !value.includes("\0");
}
