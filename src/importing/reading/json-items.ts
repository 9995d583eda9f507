import type { Item, ItemLimits } from "./item.js";
import { JsonCutter } from "./json-cutter.js";

/**
 * The items of a JSON file: those of an array, of the array that an object has under the name `list`, or one a line.
 */
export async function* jsonItems(
  bytes: AsyncIterable<Buffer>,
  limits: ItemLimits,
  list?: string,
): AsyncGenerator<Item> {
  const cutter = new JsonCutter(limits, list);
  for await (const chunk of bytes) yield* cutter.push(chunk);
  yield* cutter.end();
}
