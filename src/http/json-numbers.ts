import { DomainError } from "../model/domain-error.js";
import { shownName } from "./request-validation.js";

/** Strings, numbers, and what opens, separates and closes, in valid JSON: each character is read once. */
const TOKENS = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d[\d.eE+-]*|[{}[\],]/gs;

/** So many digits are always kept (IEEE 754, double precision). */
const CERTAIN_DIGITS = 15;
/** No double has more digits than this in its shortest decimal form. */
const MAX_LENGTH = 400;

/** An object or array that is open, and where in it the reader is: the quoted name of a property, or an index. */
interface Open {
  position: string | number;
}

/**
 * Throws `invalid` for a number that would come back as another one, such as `1e999` or one of 20 digits: what is given
 * back as it was sent has to be kept as it was sent. Takes JSON that has been parsed, so that it is valid.
 */
export function rejectInexactNumbers(json: string): void {
  const open: Open[] = [];
  let isName = false;
  for (const [token] of json.matchAll(TOKENS)) {
    const innermost = open.at(-1);
    const first = token.charAt(0);
    if (first === "{" || first === "[") open.push({ position: first === "{" ? "" : 0 });
    else if (first === "}" || first === "]") open.pop();
    else if (first === "," && typeof innermost?.position === "number") innermost.position += 1;
    else if (first === '"' && isName && innermost) innermost.position = token;
    else if (first !== "," && first !== '"' && !isExact(token)) throw inexact(open);
    isName = first === "{" || (first === "," && typeof innermost?.position === "string");
  }
}

function inexact(open: readonly Open[]): DomainError {
  const path = open.map(({ position }) => (typeof position === "string" ? JSON.parse(position) : String(position)));
  const field = path.map(shownName).join(".") || "body";
  const message = `${field} must be a number that is kept exactly: of at most ${CERTAIN_DIGITS} digits, below 1e308`;
  return DomainError.invalidField(field, "exact", message, CERTAIN_DIGITS);
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
