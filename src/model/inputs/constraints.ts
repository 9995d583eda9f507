import { ValidateBy, ValidateIf, type ValidationArguments } from "class-validator";
import { MAX_NAME_LENGTH, nameProblem } from "../name.js";
import { recipientKeyProblem } from "../recipient-key.js";

/**
 * What is wrong with a value: `text` continues a sentence that starts with the field; `item` is the position in a list.
 */
interface Problem {
  text: string;
  item?: number;
}

/** Values that pass whatever their rules say, by property, of inputs that are being validated. */
const excused = new WeakMap<object, Record<string, unknown>>();

/**
 * Runs the validation of an input, in which the values that `kept` has of the same property pass: a whole value, or an
 * item of a list.
 */
export function excusing<T>(input: object, kept: object, validate: () => T): T {
  excused.set(input, kept as Record<string, unknown>);
  try {
    return validate();
  } finally {
    excused.delete(input);
  }
}

function isSame(value: unknown, had: unknown): boolean {
  if (!Array.isArray(value) || !Array.isArray(had)) return value !== undefined && value === had;
  return value.length === had.length && value.every((item, index) => item === had[index]);
}

/**
 * A class-validator rule from a function. Its messages start with the field's path (`redirectUris.3 must …`),
 * which services/validation.ts relies on, and never repeat the value.
 */
function Rule(
  name: string,
  limit: number | undefined,
  problemOf: (value: unknown, had: ReadonlySet<unknown>) => Problem | undefined,
) {
  const judge = (args: ValidationArguments | undefined) => {
    const had = excused.get(args?.object ?? {})?.[args?.property ?? ""];
    if (isSame(args?.value, had)) return undefined;
    return problemOf(args?.value, new Set(Array.isArray(had) ? had : []));
  };
  return ValidateBy(
    {
      name,
      validator: {
        validate: (_value, args) => judge(args) === undefined,
        defaultMessage: (args) => {
          const problem = judge(args);
          const item = problem?.item === undefined ? "" : `.${problem.item}`;
          return `${args?.property}${item} ${problem?.text}`;
        },
      },
    },
    limit === undefined ? {} : { context: { limit } },
  );
}

/** The field may be left out, but may not be `null`. */
export function Omittable() {
  return ValidateIf((_input, value) => value !== undefined);
}

/** The field may be left out, and `null` clears it. */
export function Clearable() {
  return ValidateIf((_input, value) => value !== undefined && value !== null);
}

const FIRST_MOMENT = Date.parse("0001-01-01T00:00:00.000Z");
const LAST_MOMENT = Date.parse("9999-12-31T23:59:59.999Z");

const CONTROL = /\p{Cc}/u;
const CONTROL_EXCEPT_LINES = /[^\P{Cc}\n\r\t]/u;

interface TextLimits {
  min?: number;
  max: number;
  lines?: boolean;
}

function lengthProblem(value: unknown, { min = 0, max }: TextLimits): string | undefined {
  if (value === undefined) return `is required: ${min} to ${max} characters`;
  if (typeof value !== "string") return "must be text";
  const length = [...value].length;
  if (length > max) return `must be at most ${max} characters long`;
  const isBlank = min > 0 && value.trim() === "";
  const least = `${min} ${min === 1 ? "character" : "characters"}`;
  return length < min || isBlank ? `must be at least ${least} long, not only white space` : undefined;
}

function characterProblem(value: unknown, { lines = false }: TextLimits): string | undefined {
  if (typeof value !== "string") return undefined;
  if (!value.isWellFormed()) return "must be well-formed Unicode";
  return (lines ? CONTROL_EXCEPT_LINES : CONTROL).test(value) ? "must not contain control characters" : undefined;
}

/** Text of `min` to `max` characters (code points) without control characters; `lines` allows line breaks. */
export function IsText(limits: TextLimits): PropertyDecorator {
  return IsTextThat("text", limits, () => undefined);
}

/** Text with one more rule, `problemOf`, which answers why a text is refused, or undefined. */
export function IsTextThat(
  name: string,
  limits: TextLimits,
  problemOf: (text: string) => string | undefined,
): PropertyDecorator {
  return all(
    Rule("length", limits.max, (value) => asProblem(lengthProblem(value, limits))),
    Rule(name, undefined, (value) =>
      lengthProblem(value, limits)
        ? undefined
        : asProblem(characterProblem(value, limits) ?? problemOf(value as string)),
    ),
  );
}

/** A name that people read, of 1 to 256 characters. */
export function IsName(): PropertyDecorator {
  return IsTextThat("text", { min: 1, max: MAX_NAME_LENGTH }, nameProblem);
}

/** A list of at most `maxItems` texts without duplicates, each within the limits and held to `problemOf`. */
export function IsListOf(
  name: string,
  maxItems: number,
  limits: TextLimits,
  problemOf: (text: string) => string | undefined = () => undefined,
): PropertyDecorator {
  type Check = (items: unknown[], had: ReadonlySet<unknown>) => Problem | undefined;
  const listOnly = (check: Check) => (value: unknown, had: ReadonlySet<unknown>) =>
    Array.isArray(value) && value.length <= maxItems ? check(value, had) : undefined;
  const lengths = listOnly((items, had) => firstProblem(items, had, (item) => lengthProblem(item, limits)));
  return all(
    Rule("listSize", maxItems, (value) => {
      if (!Array.isArray(value)) return { text: "must be a list" };
      return value.length > maxItems ? { text: `must have at most ${maxItems} items` } : undefined;
    }),
    Rule("length", limits.max, lengths),
    Rule(
      name,
      undefined,
      listOnly((items, had) =>
        lengths(items, had)
          ? undefined
          : firstProblem(items, had, (item) => characterProblem(item, limits) ?? problemOf(item as string)),
      ),
    ),
    Rule(
      "unique",
      undefined,
      listOnly((items) => {
        const repeated = items.findIndex((item, index) => items.indexOf(item) < index);
        return repeated < 0 ? undefined : { item: repeated, text: "must not repeat an earlier item" };
      }),
    ),
  );
}

/** A moment that can be written as an RFC 3339 date-time, whose years have four digits. */
export function IsMoment(): PropertyDecorator {
  return Rule("moment", undefined, (value) =>
    value instanceof Date && value.getTime() >= FIRST_MOMENT && value.getTime() <= LAST_MOMENT
      ? undefined
      : { text: "must be a date-time of the years 1 to 9999" },
  );
}

/** A whole number of seconds from `min` to `max`; `otherwise` is appended to the message. */
export function IsSeconds(max: number, otherwise = "", min = 0): PropertyDecorator {
  return Rule("seconds", max, (value) =>
    Number.isInteger(value) && Number(value) >= min && Number(value) <= max
      ? undefined
      : { text: `must be a whole number of seconds, ${min} to ${max}${otherwise}` },
  );
}

/** One public JWK to which secrets can be sealed. */
export function IsRecipientKey(): PropertyDecorator {
  return Rule("recipientKey", undefined, (value) => asProblem(recipientKeyProblem(value)));
}

/** A list without duplicates of an enum's values. */
export function IsListOfEnum(values: Record<string, string>): PropertyDecorator {
  const known = Object.values(values);
  return IsListOf("enum", known.length, { max: 64 }, (item) =>
    known.includes(item) ? undefined : `must be one of ${known.join(", ")}`,
  );
}

function firstProblem(
  items: unknown[],
  had: ReadonlySet<unknown>,
  problemOf: (item: unknown) => string | undefined,
): Problem | undefined {
  for (const [item, value] of items.entries()) {
    const text = had.has(value) ? undefined : problemOf(value);
    if (text !== undefined) return { item, text };
  }
  return undefined;
}

function asProblem(text: string | undefined): Problem | undefined {
  return text === undefined ? undefined : { text };
}

/** Several rules as one decorator. The first rule that is broken is reported. */
export function all(...rules: PropertyDecorator[]): PropertyDecorator {
  return (target, property) => {
    for (const decorate of rules) decorate(target, property);
  };
}
