import { DomainError } from "../model/domain-error.js";

/** Twice what any request needs; code that walks parsed JSON may recurse this deeply. */
const MAX_JSON_DEPTH = 64;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const ARRAY = 0x5b;
const ARRAY_END = 0x5d;
const OBJECT = 0x7b;
const OBJECT_END = 0x7d;

/** Throws `invalid`, naming `field`, for JSON text (UTF-8) that is nested too deeply, before it is parsed. */
export function rejectDeepJson(json: Buffer, field: string): void {
  let depth = 0;
  for (let index = 0; index < json.length; index++) {
    const byte = json[index] as number;
    if (byte === QUOTE) index = endOfText(json, index);
    else if (byte === ARRAY || byte === OBJECT) depth += 1;
    else if (byte === ARRAY_END || byte === OBJECT_END) depth -= 1;
    if (depth <= MAX_JSON_DEPTH) continue;
    const message = `${field} must be nested at most ${MAX_JSON_DEPTH} levels deep`;
    throw DomainError.invalidField(field, "depth", message, MAX_JSON_DEPTH);
  }
}

/** The index of the quotation mark that ends a string. */
function endOfText(json: Buffer, start: number): number {
  let end = start + 1;
  while (end < json.length && json[end] !== QUOTE) end += json[end] === BACKSLASH ? 2 : 1;
  return end;
}
