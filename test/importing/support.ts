import { Readable } from "node:stream";
import type { FormatOptions } from "../../src/importing/formats/format.js";
import { FORMATS, type FormatName } from "../../src/importing/formats/formats.js";
import type { Item, ItemLimits } from "../../src/importing/reading/item.js";
import type { BroughtClient } from "../../src/services/imports/brought-client.js";

/** A text as a file's bytes arrive: in parts of so many bytes, which may cut a character in two. */
export function bytesOf(text: string | Buffer, size = 7): AsyncIterable<Buffer> {
  const bytes = Buffer.from(text);
  const parts = Array.from({ length: Math.ceil(bytes.length / size) }, (_part, index) =>
    bytes.subarray(index * size, (index + 1) * size),
  );
  return Readable.from(parts);
}

export async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const item of items) list.push(item);
  return list;
}

/** The items of a text in a format. */
export function itemsOf(
  name: FormatName,
  text: string | Buffer,
  options: FormatOptions = {},
  limits?: ItemLimits,
): Promise<Item[]> {
  return all(FORMATS[name].items(bytesOf(text), options, limits));
}

/** One client, from what a format has of it. */
export function clientOf(name: FormatName, value: unknown, options: FormatOptions = {}): BroughtClient {
  return FORMATS[name].clientOf({ line: 1, value }, options);
}
