import { MAX_DIALECT_SETTINGS_DEPTH } from "../../model/inputs/oauth-application-settings.inputs.js";

/**
 * Where an item stands. `line` is its index in its array, from 0; of JSON lines and CSV it is the file's line, from 1, on
 * which it begins. `list` is there where a file has several arrays of clients, from the second one on, which is 1; after
 * items on lines of their own from the first one on.
 */
export interface Place {
  line: number;
  list?: number;
}

/**
 * How a file ends that may have been cut off: in the middle of what it holds; within a quoted field of CSV, which may also have
 * begun or not ended by mistake; or where nobody can tell, behind a record of CSV without a line break, whose last field may be
 * a part of what it was.
 */
export type OpenEnd = "cut" | "quoted" | "unsure";

/**
 * One client as a file has it, or why it could not be read. `end` is there on the last one of a file that may have been cut off,
 * `endsIn` where that may be so within one field.
 */
export type Item = Place & ({ value: unknown } | { problem: string }) & { end?: OpenEnd; endsIn?: string | undefined };

/** What one item may need: bytes, and levels of nested lists and objects, itself included. */
export interface ItemLimits {
  bytes: number;
  depth: number;
}

/** An application of our own export is one level around its `dialectSettings`. */
export const ITEM_LIMITS: ItemLimits = { bytes: 1_048_576, depth: MAX_DIALECT_SETTINGS_DEPTH + 1 };

export function tooLarge({ bytes }: ItemLimits): string {
  return `must be at most ${bytes} bytes`;
}

export function tooDeep({ depth }: ItemLimits): string {
  return `must be nested at most ${depth} levels deep`;
}
