/**
 * One client as a file has it, or why it could not be read. `line` is its index in an array, from 0 and running on over
 * several arrays; of JSON lines and CSV it is the file's line, from 1, on which it begins.
 */
export type Item = { line: number; value: unknown } | { line: number; problem: string };

/** What one item may need: bytes, and levels of nested lists and objects, itself included. */
export interface ItemLimits {
  bytes: number;
  depth: number;
}

export const ITEM_LIMITS: ItemLimits = { bytes: 1_048_576, depth: 32 };

export function tooLarge({ bytes }: ItemLimits): string {
  return `must be at most ${bytes} bytes`;
}

export function tooDeep({ depth }: ItemLimits): string {
  return `must be nested at most ${depth} levels deep`;
}
