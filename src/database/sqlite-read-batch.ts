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

/** Where the statements run. */
interface Readers {
  /** Whether one of them has nothing to do. */
  isOneFree(): boolean;
  run(sql: string, parameters: unknown[], callback: (error: Error | null, rows?: Rows) => void): void;
}

/**
 * Reads of one cell, those of many requests together: calls of the same statement that come within one turn of the
 * event loop, or while all readers are busy, are one statement. A hop to SQLite's thread and back takes ten times as
 * long as finding a row.
 */
export class SqliteReadBatch {
  private readonly waiting = new Map<string, Call[]>();
  private readonly texts = new Map<string, string | undefined>();

  constructor(private readonly readers: Readers) {}

  read(sql: string, parameters: unknown[], answer: CellAnswer): void {
    if (this.together(sql) === undefined || !parameters.every(isSameInJson)) {
      this.readAlone(sql, parameters, answer);
      return;
    }
    if (this.waiting.size === 0) setImmediate(() => this.flush());
    const calls = this.waiting.get(sql);
    if (calls) calls.push({ parameters, answer });
    else this.waiting.set(sql, [{ parameters, answer }]);
  }

  readAlone(sql: string, parameters: unknown[], answer: CellAnswer): void {
    this.readers.run(sql, parameters, (error, rows) => answer(error, rows?.[0]?.cell));
  }

  /** Sends what waits, as far as there are readers for it; to be called again when one has become free. */
  flush(): void {
    for (const [sql, calls] of this.waiting) {
      if (!this.readers.isOneFree()) return;
      if (calls.length <= MAX_BATCH) this.waiting.delete(sql);
      this.send(sql, calls.splice(0, MAX_BATCH));
    }
  }

  private send(sql: string, calls: Call[]): void {
    const alone = ({ parameters, answer }: Call) => this.readAlone(sql, parameters, answer);
    if (calls.length === 1) {
      calls.forEach(alone);
      return;
    }
    const parameters = JSON.stringify(calls.map((call) => call.parameters));
    this.readers.run(this.together(sql) as string, [parameters], (error, rows) => {
      // Whoever cannot be answered with the others is answered alone.
      if (error) calls.forEach(alone);
      else for (const [index, { answer }] of calls.entries()) answer(null, rows?.[index]?.cell);
    });
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

function isSameInJson(value: unknown): boolean {
  if (typeof value === "string") return value.isWellFormed() && !value.includes("\0");
  return value === null || Number.isSafeInteger(value);
}
