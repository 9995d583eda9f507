import { timingSafeEqual } from "node:crypto";

/** A hash that another system made of a secret. */
export interface ForeignHash {
  /** Whether it is the hash of this secret. May take seconds, off the event loop. */
  isOf(secret: string): Promise<boolean>;
  /** Why it is not taken in any more, where an earlier version was: one that is here goes on working. */
  excess?: UnfitHash;
}

/** A way to write a hash. `read` gets the groups of `shape`, and throws UnfitHash for what is not taken. */
export interface Notation {
  shape: RegExp;
  read(...parts: string[]): ForeignHash;
}

/** Why a hash is not taken: goes on from the name of its field, and names the limit. */
export class UnfitHash extends Error {
  constructor(
    readonly rule: string,
    message: string,
    readonly limit?: number,
  ) {
    super(message);
  }
}

/** How many bytes a hash has, so that it can neither be hit by chance nor cost without bound. */
const MIN_KEY_BYTES = 16;
const MAX_KEY_BYTES = 64;

/** A number that is at least 1 and at most `limit`. */
export function bounded(text: string, limit: number, rule: string, what: string): number {
  const number = Number(text);
  if (isWithin(number, limit)) return number;
  throw beyond(limit, rule, what);
}

export function isWithin(number: number, limit: number): boolean {
  return number >= 1 && number <= limit;
}

export function beyond(limit: number, rule: string, what: string): UnfitHash {
  return new UnfitHash(rule, `must have 1 to ${limit} ${what}`, limit);
}

/** The bytes that a secret is hashed to. */
export function demandKey(bytes: Buffer | undefined): Buffer {
  if (bytes && isKey(bytes)) return bytes;
  throw new UnfitHash("hash", `must be a hash of ${MIN_KEY_BYTES} to ${MAX_KEY_BYTES} bytes, completely written`);
}

export function isKey({ length }: Buffer): boolean {
  return length >= MIN_KEY_BYTES && length <= MAX_KEY_BYTES;
}

export function demandSalt(bytes: Buffer | undefined): Buffer {
  if (bytes && bytes.length > 0) return bytes;
  throw new UnfitHash("hash", "must have its salt, completely written");
}

/** Whether two results are the same, in constant time. */
export function isSame(one: Buffer, other: Buffer): boolean {
  return one.length === other.length && timingSafeEqual(one, other);
}
