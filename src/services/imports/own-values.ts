import type { BroughtSecret } from "./brought-client.js";
import { valueIn } from "./brought-values.js";

/** Shorter ones may be part of a word. */
const LEAST_LENGTH = 8;

/** A client's secrets as its line has them, and as a URL does: no text that others may read has one of them in it. */
export function ownValues(secrets: readonly BroughtSecret[]): string[] {
  const values = secrets.map((secret) => valueIn(secret) ?? "").filter(({ length }) => length >= LEAST_LENGTH);
  return [...new Set(values.flatMap((value) => [value, encodeURIComponent(value.toWellFormed())]))];
}
