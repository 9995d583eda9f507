import type { OAuthApplicationSlice } from "../../model/inputs/oauth-application-list.inputs.js";

/**
 * Prices of what an operation may read and send. The unit is one object of an answer, at most 25 µs of the gateway's
 * time. All ways in share this table. Why: docs/decisions/0011-prices.md
 */
export const PRICES = {
  /** An object of the answer, when many are read together. */
  object: 1,
  /** A scalar value in an object. */
  leaf: 0.1,
  /** A page of any size: one more statement. */
  page: 5,
  /** A list without pages counts as so many of its items, unless it is often as long as it may be, */
  listedItems: 5,
  /** but costs at least this, since its texts may be long. */
  list: 10,
  /** A change: one transaction, and changes run one after another. */
  write: 250,
  /** A secret that may have to be sealed: for P-384, 5 ms of a processor. */
  sealed: 250,
  /** The length of a list: up to 10,000 entries of an index, or of a number that is kept. */
  count: 100,
  /**
   * A condition or a search by name: 2,000 rows are tested one by one, then up to 10,000 found by an index. Conditions
   * that more rows meet, though none of those, are tested on the whole list.
   */
  filter: 500,
  /** An object of introspection, which is computed anew on the one thread that all requests share. */
  introspected: 2,
  /** How many rows before a part of a list, cut out by its position, cost one. */
  skippedForOne: 100,
} as const;

/** How much cost counts as one request of the allowance. */
export const COST_OF_REQUEST = 1000;

/** How many bytes of an answer count as one request of the allowance. */
const BYTES_OF_REQUEST = 1024 ** 2;

/** How many requests an answer counts as by its size, which its rows do not tell. */
export function requestsForBytes(bytes: number): number {
  return Math.max(1, Math.ceil(bytes / BYTES_OF_REQUEST));
}

/** How many requests an operation counts as by its cost. */
export function requestsFor(cost: number): number {
  return Math.max(1, Math.ceil(cost / COST_OF_REQUEST));
}

/** The price of a part of a list by its position, and of the list's length. */
export function priceOfSlice({ offset, limit, filter }: OAuthApplicationSlice): number {
  // Twice: the count runs the search as well.
  const search = filter?.query == null ? 0 : 2 * PRICES.filter;
  return limit + Math.ceil(offset / PRICES.skippedForOne) + PRICES.count + search;
}
