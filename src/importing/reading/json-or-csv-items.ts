import { csvItems } from "./csv-items.js";
import type { Item, ItemLimits } from "./item.js";
import { jsonItems } from "./json-items.js";

/** So many bytes of white space at most are held before a file is taken for CSV. */
const MAX_BLANK = 65_536;

/** The items of a file that is JSON where it begins with `[` or `{`, and else CSV. */
export async function* jsonOrCsvItems(bytes: AsyncIterable<Buffer>, limits: ItemLimits): AsyncGenerator<Item> {
  const chunks = bytes[Symbol.asyncIterator]();
  const decoder = new TextDecoder();
  const looked: Buffer[] = [];
  let sign = "";
  for (let blank = 0; sign === "" && blank <= MAX_BLANK; ) {
    const { value, done } = await chunks.next();
    if (done) break;
    looked.push(value);
    blank += value.length;
    sign = decoder.decode(value, { stream: true }).trimStart().charAt(0);
  }
  const all = (async function* () {
    yield* looked;
    yield* { [Symbol.asyncIterator]: () => chunks };
  })();
  yield* sign === "[" || sign === "{" ? jsonItems(all, limits) : csvItems(all, limits);
}
