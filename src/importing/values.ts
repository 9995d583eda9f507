import { DomainError } from "../model/domain-error.js";

// What fields of other systems hold, as what it means. Empty and null are undefined. Each throws `invalid` for a value of
// another kind, naming the field and never the value.

const FLAGS = new Map<unknown, boolean>([
  [true, true],
  [false, false],
  ["true", true],
  ["false", false],
  ["t", true],
  ["f", false],
  ["1", true],
  ["0", false],
  [1, true],
  [0, false],
]);

/** 9999-12-31T23:59:59Z, in seconds since 1970. */
const LAST_SECOND = 253_402_300_799;

export function textOf(value: unknown, field: string): string | undefined {
  if (isEmpty(value)) return undefined;
  if (typeof value === "string") return value;
  throw invalid(field, "text", "must be text");
}

export function flagOf(value: unknown, field: string): boolean | undefined {
  if (isEmpty(value)) return undefined;
  const flag = FLAGS.get(typeof value === "string" ? value.toLowerCase() : value);
  if (flag !== undefined) return flag;
  throw invalid(field, "boolean", "must be true or false (also t and f, 1 and 0)");
}

/** A list of texts without duplicates, which may be empty: as a list, as a list in JSON, or as one text with `separator` between them. */
export function textsOf(value: unknown, field: string, separator: string | RegExp = /\s+/): string[] | undefined {
  if (isEmpty(value) && !Array.isArray(value)) return undefined;
  const items =
    typeof value === "string" ? (listIn(value) ?? value.split(separator).map((item) => item.trim())) : value;
  if (!Array.isArray(items) || !items.every((item) => typeof item === "string")) {
    throw invalid(field, "texts", "must be a list of texts");
  }
  return [...new Set(items.filter((item) => item !== ""))];
}

/** A moment from seconds since 1970, or from a date-time (UTC where it names no zone); undefined for 0, which is none. */
export function momentOf(value: unknown, field: string): Date | undefined {
  if (isEmpty(value)) return undefined;
  const seconds = typeof value === "string" && /^\d+(?:\.\d+)?$/.test(value) ? Number(value) : value;
  if (seconds === 0) return undefined;
  if (typeof seconds === "number" && seconds > 0 && seconds <= LAST_SECOND) return new Date(seconds * 1000);
  const moment = typeof seconds === "string" ? dateTimeOf(seconds) : undefined;
  if (moment) return moment;
  throw invalid(field, "moment", "must be a date-time, or seconds since 1970 up to the year 9999");
}

/** A whole number, also as text. */
export function wholeNumberOf(value: unknown, field: string): number | undefined {
  if (isEmpty(value)) return undefined;
  const number = typeof value === "string" && /^-?\d{1,15}$/.test(value) ? Number(value) : value;
  if (Number.isSafeInteger(number)) return number as number;
  throw invalid(field, "number", "must be a whole number");
}

export function objectOf(value: unknown, field: string): object | undefined {
  if (isEmpty(value)) return undefined;
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value;
  throw invalid(field, "object", "must be a JSON object");
}

/** Whether a value says nothing: null, empty text, a list or object of nothing. */
export function isEmpty(value: unknown): boolean {
  if (typeof value === "object" && value !== null) return Object.keys(value).length === 0;
  return value === undefined || value === null || value === "";
}

export function invalid(field: string, rule: string, text: string, limit?: number): DomainError {
  return DomainError.invalidField(field, rule, `${field} ${text}`, limit);
}

function listIn(text: string): unknown {
  if (!text.startsWith("[")) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function dateTimeOf(text: string): Date | undefined {
  const [, day, time = "00:00:00", zone = "Z"] =
    /^(\d{4}-\d\d-\d\d)(?:[ T](\d\d:\d\d(?::\d\d(?:\.\d+)?)?))? ?(Z|UTC|[+-]\d\d(?::?\d\d)?)?$/.exec(text) ?? [];
  if (day === undefined) return undefined;
  const offset =
    zone === "UTC"
      ? "Z"
      : zone.replace(/^([+-]\d\d):?(\d\d)?$/, (_all, hours, minutes = "00") => `${hours}:${minutes}`);
  const moment = new Date(`${day}T${time}${offset}`);
  return Number.isNaN(moment.getTime()) ? undefined : moment;
}
