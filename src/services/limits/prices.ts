import type { OAuthApplicationSlice } from "../../model/inputs/oauth-application-list.inputs.js";

/**
 * What an operation may read and send, in objects: one is some 25 µs of the gateway's time at most. The same for every
 * way in.
 */
export const PRICES = {
  /** An object of the answer, read with many others. */
  object: 1,
  /** A value in an object. */
  leaf: 0.1,
  /** A page, whatever its size: a statement of its own. */
  page: 5,
  /** A list that comes whole counts as so many of its items, */
  listedItems: 5,
  /** and at least as this: its texts may be long. */
  list: 10,
  /** A change: a transaction, whose turn everybody's changes wait for. */
  write: 250,
  /** The length of a list: a count reads all of it, if only from an index. */
  count: 100,
  /** A condition on a list that no index answers: each row is tested until the page is full. A search by name as well. */
  filter: 500,
  /** The same where each row's secrets have to be looked at. */
  secretFilter: 1000,
  /** An object of the schema's own description: it is made anew, in the thread that everybody shares. */
  introspected: 2,
  /** What lies before a page that is cut out by its position: so many rows cost one. */
  skippedForOne: 100,
} as const;

/** What one request's allowance pays for. */
export const COST_OF_REQUEST = 1000;

/** What one request's allowance pays for of an answer. */
const BYTES_OF_REQUEST = 1024 ** 2;

/** How many requests an answer counts as, which may hold far more than its rows let expect. */
export function requestsForBytes(bytes: number): number {
  return Math.max(1, Math.ceil(bytes / BYTES_OF_REQUEST));
}

/** How many requests an operation counts as. */
export function requestsFor(cost: number): number {
  return Math.max(1, Math.ceil(cost / COST_OF_REQUEST));
}

/** The price of a part of a list by its position, with the length of the whole. */
export function priceOfSlice({ offset, limit, filter }: OAuthApplicationSlice): number {
  // The count searches for itself.
  const search = filter?.query == null ? 0 : 2 * PRICES.filter;
  return limit + Math.ceil(offset / PRICES.skippedForOne) + PRICES.count + search;
}
