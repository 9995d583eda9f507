import { prepareValue } from "./prepare-value.js";

/** How many texts are remembered; lists have finitely many conditions. */
const MAX_TEXTS = 500;

/** A statement for parameters of certain kinds, and what answers many of its calls in one. */
export interface SharedStatement {
  /** Answers one call. */
  sql: string;
  /** Answers many, by `listsOf` their values; undefined when there is no such statement. */
  together: string | undefined;
  /** The values of a call, as both take them. */
  valuesOf(values: readonly unknown[]): unknown[];
}

/** What a parameter is: a text, a whole number, a boolean, a list of texts, a list of one, or what no list can hold. */
type Kind = "text" | "number" | "boolean" | "list" | "one" | "other";

/** The types of the lists that hold parameters of these kinds; a list is one text in it. */
const TYPES: Record<Kind, string | undefined> = {
  text: "text",
  number: "bigint",
  boolean: "boolean",
  list: "text",
  one: "text",
  other: undefined,
};

const known = new Map<string, Map<string, SharedStatement>>();

/** A statement for the kinds of these values; always the same one for a text and kinds. */
export function sharedStatementOf(sql: string, values: readonly unknown[]): SharedStatement {
  const kinds = values.map(kindOf);
  const ofText = known.get(sql) ?? new Map<string, SharedStatement>();
  const key = kinds.join();
  const found = ofText.get(key) ?? newStatement(sql, kinds);
  ofText.set(key, found);
  if (!known.has(sql) && known.size >= MAX_TEXTS) known.clear();
  known.set(sql, ofText);
  return found;
}

/** A list for each parameter of the calls, of which there is at least one. */
export function listsOf(calls: readonly { values: readonly unknown[] }[]): unknown[][] {
  const [{ values }] = calls as [{ values: readonly unknown[] }];
  return values.map((_, index) => calls.map((call) => elementOf(call.values[index])));
}

/** The rows of each of so many calls, from those that `together` answers. */
export function rowsOfCalls(rows: readonly unknown[][], count: number): unknown[][][] {
  const found: unknown[][][] = Array.from({ length: count }, () => []);
  for (const row of rows) found[Number(row.pop()) - 1]?.push(row);
  return found;
}

function elementOf(value: unknown): unknown {
  return Array.isArray(value) ? prepareValue(value) : value;
}

function kindOf(value: unknown): Kind {
  if (typeof value === "string") return "text";
  if (typeof value === "boolean") return "boolean";
  if (Number.isSafeInteger(value)) return "number";
  if (!Array.isArray(value) || !value.every((element) => typeof element === "string")) return "other";
  return value.length === 1 ? "one" : "list";
}

/**
 * PostgreSQL takes a list that it does not know for ten elements, and would plan a list of one anew each time: a column
 * that holds one of such a list equals its element.
 */
function newStatement(text: string, given: Kind[]): SharedStatement {
  const kinds = given.map((kind, index) => (kind === "one" && !isOnlyCompared(text, index + 1) ? "list" : kind));
  const sql = kinds.reduce(
    (replaced, kind, index) => (kind === "one" ? replaced.replaceAll(anyOf(index + 1), `= $${index + 1}`) : replaced),
    text,
  );
  const isAlone = kinds.length === 0 || kinds.includes("other") || /\b(?:LIMIT|OFFSET) \$/.test(text);
  return {
    sql,
    together: isAlone ? undefined : togetherOf(sql, kinds),
    valuesOf: (values) => values.map((value, index) => (kinds[index] === "one" ? (value as string[])[0] : value)),
  };
}

function anyOf(number: number): string {
  return `= ANY($${number})`;
}

/** Whether a parameter is nothing but a list that a column is compared with. */
function isOnlyCompared(text: string, number: number): boolean {
  return !new RegExp(`\\$${number}\\b`).test(text.replaceAll(anyOf(number), ""));
}

/**
 * The statement for each element of the lists, with the number of the call after the columns. The lists hide behind
 * SELECT so that their lengths do not matter to the planner: it plans once.
 */
function togetherOf(sql: string, kinds: Kind[]): string {
  const lists = kinds.map((kind, index) => `(SELECT $${index + 1}::${TYPES[kind]}[])`);
  const names = kinds.map((_, index) => `value_${index + 1}`);
  const ofCall = sql.replaceAll(/\$(\d+)/g, (_, number: string) =>
    kinds[Number(number) - 1] === "list" ? `(call.value_${number}::text[])` : `call.value_${number}`,
  );
  return `SELECT found.*, call.number FROM unnest(${lists.join(", ")})
    WITH ORDINALITY AS call(${names.join(", ")}, number) CROSS JOIN LATERAL (${ofCall}) found`;
}
