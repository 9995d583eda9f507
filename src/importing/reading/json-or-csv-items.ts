import { csvItems } from "./csv-items.js";
import type { Item, ItemLimits } from "./item.js";
import { jsonItems } from "./json-items.js";
import { LookedBytes } from "./looked-bytes.js";

/** So many bytes of white space at most are held before a file is taken for CSV. */
const MAX_BLANK = 65_536;

/** The items of a file that is JSON where it begins with `[` or `{`, and else CSV. */
export async function* jsonOrCsvItems(bytes: AsyncIterable<Buffer>, limits: ItemLimits): AsyncGenerator<Item> {
  const looked = new LookedBytes(bytes);
  const isJson = await beginsAsJson(looked);
  yield* isJson ? jsonItems(looked.read(), limits) : csvItems(looked.read(), limits);
}

/** Whether a file is JSON, and no CSV. */
export async function beginsAsJson(bytes: LookedBytes): Promise<boolean> {
  const decoder = new TextDecoder();
  let blank = 0;
  for await (const piece of bytes.look()) {
    const sign = decoder.decode(piece, { stream: true }).trimStart().charAt(0);
    if (sign !== "") return sign === "[" || sign === "{";
    blank += piece.length;
    if (blank > MAX_BLANK) break;
  }
  return false;
}
