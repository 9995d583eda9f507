/** So many calls travel together; more would keep one reader busy while the other has nothing to do. */
const MAX_BATCH = 32;

/** How many statements are remembered with their text for many calls. */
const MAX_TEXTS = 200;

/** Told the text of the cell, or why there is none. */
export type CellAnswer = (error: Error | null, text?: string) => void;

interface Call {
  parameters: unknown[];
  answer: CellAnswer;
}

type Rows = { cell: string }[];

/** A statement to run on any connection. */
export interface Read {
  sql: string;
  parameters: unknown[];
  callback(error: Error | null, rows?: unknown[]): void;
}

/**
 * Reads of one cell, those of many requests together: calls of the same statement that wait at the same time are one
 * statement. A hop to SQLite's thread and back takes ten times as long as finding a row.
 */
export class SqliteReadBatch {
  private readonly waiting = new Map<string, Call[]>();
  private readonly texts = new Map<string, string | undefined>();

  /** Whether a call can wait for others. */
  accepts(sql: string, parameters: unknown[]): boolean {
    return this.together(sql) !== undefined && parameters.every(isSameInJson);
  }

  get isEmpty(): boolean {
    return this.waiting.size === 0;
  }

  add(sql: string, parameters: unknown[], answer: CellAnswer): void {
    const calls = this.waiting.get(sql);
    if (calls) calls.push({ parameters, answer });
    else this.waiting.set(sql, [{ parameters, answer }]);
  }

  /** What has waited longest, with its like; `alone` takes a call that cannot be answered with others. */
  next(alone: (read: Read) => void): Read | undefined {
    const [first] = this.waiting;
    if (!first) return undefined;
    const [sql, waiting] = first;
    const calls = waiting.splice(0, MAX_BATCH);
    this.waiting.delete(sql);
    if (waiting.length > 0) this.waiting.set(sql, waiting);
    const [only] = calls;
    if (only && calls.length === 1) return readOf(sql, only);
    return {
      sql: this.together(sql) as string,
      parameters: [JSON.stringify(calls.map(({ parameters }) => parameters))],
      callback(error, rows) {
        for (const [index, call] of calls.entries()) {
          if (error) alone(readOf(sql, call));
          else call.answer(null, (rows as Rows)[index]?.cell);
        }
      },
    };
  }

  /** The same statement with a row for each call, in their order. Undefined where LIMIT would differ: it takes no column. */
  private together(sql: string): string | undefined {
    if (this.texts.has(sql)) return this.texts.get(sql);
    const ofCall = sql.replace(/\$(\d+)/g, (_, number: string) => `(call.value ->> ${Number(number) - 1})`);
    const text = /\b(?:LIMIT|OFFSET) \$/.test(sql)
      ? undefined
      : `SELECT (${ofCall}) AS cell FROM json_each($1) AS call ORDER BY call.key`;
    if (this.texts.size >= MAX_TEXTS) this.texts.clear();
    this.texts.set(sql, text);
    return text;
  }
}

/** A call that travels alone. */
export function readOf(sql: string, { parameters, answer }: Call): Read {
  return { sql, parameters, callback: (error, rows) => answer(error, (rows as Rows | undefined)?.[0]?.cell) };
}

function isSameInJson(value: unknown): boolean {
  if (typeof value === "string") return value.isWellFormed() && !value.includes("\0");
  return value === null || Number.isSafeInteger(value);
}
