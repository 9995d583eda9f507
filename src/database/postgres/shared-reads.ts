import type { Parameters } from "../engine.js";
import { Statements } from "../statements.js";
import type { Session } from "./session.js";

interface Call {
  parameters: Parameters;
  resolve(rows: unknown[][]): void;
  reject(error: unknown): void;
}

/** How many texts are remembered; lists have finitely many conditions. */
const MAX_TEXTS = 500;

/** What a text becomes for many calls, by text and the types of its parameters. */
const texts = new Map<string, string>();
const namesOf = new Map<string, readonly string[]>();

/** A parameter by name, but no cast. */
const PARAMETER = /(?<![:\w]):([a-zA-Z]\w*)/g;

/**
 * Reads that many transactions of a group ask for at once: those with the same text are one statement, which runs the
 * text for each element of lists of parameters.
 */
export class SharedReads {
  private readonly waiting = new Map<string, Call[]>();

  /** Whether they are sent: what is asked for now comes too late. */
  isSent = false;

  /** The rows of a text for these parameters. It is sent with `send`, after the texts that were asked for before. */
  read(text: string, parameters: Parameters): Promise<unknown[][]> {
    return new Promise((resolve, reject) => {
      const calls = this.waiting.get(text) ?? [];
      this.waiting.set(text, calls);
      calls.push({ parameters, resolve, reject });
    });
  }

  send(session: Session): void {
    this.isSent = true;
    for (const [text, calls] of this.waiting) void answer(session, text, calls);
  }
}

const alone = new Statements();

async function answer(session: Session, text: string, calls: readonly Call[]): Promise<void> {
  const [call, ...more] = calls;
  if (call && more.length === 0) {
    session.ask(...alone.bind(text, call.parameters)).then(({ rows }) => call.resolve(rows), call.reject);
    return;
  }
  try {
    const names = parametersOf(text);
    const lists = names.map((name) => calls.map(({ parameters }) => parameters[name] ?? null));
    const { rows } = await session.ask(togetherOf(text, names, lists.map(typeOf)), lists);
    const found: unknown[][][] = calls.map(() => []);
    for (const [number, ...values] of rows) found[Number(number) - 1]?.push(values);
    for (const [index, { resolve }] of calls.entries()) resolve(found[index] as unknown[][]);
  } catch (error) {
    for (const { reject } of calls) reject(error);
  }
}

function parametersOf(text: string): readonly string[] {
  const known = namesOf.get(text);
  if (known) return known;
  const names = [...new Set([...text.matchAll(PARAMETER)].map(([, name]) => name as string))];
  if (namesOf.size >= MAX_TEXTS) namesOf.clear();
  namesOf.set(text, names);
  return names;
}

/** The number of the call comes first in each row. */
function togetherOf(text: string, names: readonly string[], types: readonly string[]): string {
  const key = `${types} ${text}`;
  const known = texts.get(key);
  if (known) return known;
  const lists = types.map((type, index) => `$${index + 1}::${type}[]`);
  const columns = names.map((name) => `"${name}"`);
  const ofCall = text.replace(PARAMETER, (_, name: string) => `call."${name}"`);
  const sql = `SELECT call.number, found.* FROM unnest(${lists.join(", ")})
    WITH ORDINALITY AS call(${columns.join(", ")}, number) CROSS JOIN LATERAL (${ofCall}) found`;
  if (texts.size >= MAX_TEXTS) texts.clear();
  texts.set(key, sql);
  return sql;
}

/** The type of a list's elements. Throws for what has no such list: a statement for one must run alone. */
function typeOf(list: readonly unknown[]): string {
  const types = new Set(list.filter((value) => value !== null).map((value) => typeof value));
  const [type = "string", another] = types;
  const name = another ? undefined : TYPES[type];
  if (name === undefined) throw new Error("A list of these values has no type.");
  return name;
}

const TYPES: Record<string, string | undefined> = { string: "text", number: "bigint", boolean: "boolean" };
