import type { BroughtSecret } from "./brought-client.js";
import { valueIn } from "./brought-values.js";

/** Shorter ones may be part of a word. */
const LEAST_LENGTH = 8;

/** A client's secrets as its line has them: no text that others may read has one of them in it. */
export function ownValues(secrets: readonly BroughtSecret[]): string[] {
  return secrets.map(valueIn).filter((value) => value !== undefined && value.length >= LEAST_LENGTH) as string[];
}
