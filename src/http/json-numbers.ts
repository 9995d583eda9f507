import { DomainError } from "../model/domain-error.js";
import { shownName } from "./request-validation.js";

/** The strings and the numbers of JSON. */
const TOKENS = /"(?:[^"\\]+|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?/gs;

/** So many digits are always kept (IEEE 754, double precision). */
const CERTAIN_DIGITS = 15;
/** No double has more digits than this in its shortest decimal form. */
const MAX_LENGTH = 400;

/**
 * Throws `invalid` for a number that would come back as another one, such as `1e999` or one of 20 digits: what is given
 * back as it was sent has to be kept as it was sent. JSON that cannot be parsed is left to the parser.
 */
export function rejectInexactNumbers(json: string): void {
  for (const { 0: token, index } of json.matchAll(TOKENS)) {
    if (token.startsWith('"') || isExact(token)) continue;
    const path = pathOf(json, index, token.length);
    if (!path) continue;
    const field = path.map(shownName).join(".") || "body";
    const message = `${field} must be a number that is kept exactly: of at most ${CERTAIN_DIGITS} digits, below 1e308`;
    throw DomainError.invalidField(field, "exact", message, CERTAIN_DIGITS);
  }
}

function isExact(token: string): boolean {
  if (token.length <= CERTAIN_DIGITS && !/e/i.test(token)) return true;
  if (token.length > MAX_LENGTH) return false;
  const value = Number(token);
  return Number.isFinite(value) && decimalOf(token) === decimalOf(String(value));
}

/** One spelling for each number: its digits without zeros around them, and its exponent. */
function decimalOf(text: string): string {
  const [, sign = "", whole = "", fraction = "", exponent = "0"] =
    /^(-?)(\d+)(?:\.(\d+))?(?:e([-+]?\d+))?$/i.exec(text) ?? [];
  const digits = (whole + fraction).replace(/^0+/, "");
  const significant = digits.replace(/0+$/, "");
  if (significant === "") return "0";
  return `${sign}${significant}e${Number(exponent) - fraction.length + digits.length - significant.length}`;
}

/** Where a number stands in the parsed text; undefined when nowhere, as after a later property of the same name. */
function pathOf(json: string, start: number, length: number): string[] | undefined {
  const mark = crypto.randomUUID();
  try {
    return find(JSON.parse(`${json.slice(0, start)}"${mark}"${json.slice(start + length)}`), mark);
  } catch {
    return undefined;
  }
}

function find(value: unknown, mark: string): string[] | undefined {
  if (value === mark) return [];
  if (typeof value !== "object" || value === null) return undefined;
  for (const [name, item] of Object.entries(value)) {
    const path = find(item, mark);
    if (path) return [name, ...path];
  }
  return undefined;
}
