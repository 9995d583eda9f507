import { isUnavailable, isWrong } from "../failures.js";
import type { Answer } from "./statement.js";
import { listsOf, rowsOfCalls, type SharedStatement, sharedStatementOf } from "./together.js";

/** Sends a statement on a connection that is free, or becomes so. */
type Send = (sql: string, values: unknown[]) => Promise<Answer>;

interface Call {
  values: unknown[];
  resolve(answer: Answer): void;
  reject(error: unknown): void;
}

/** What waits for one statement. */
interface Line {
  statement: SharedStatement;
  calls: Call[];
  underWay: number;
  patience: NodeJS.Timeout | undefined;
}

/** How many calls one statement answers. */
const MAX_CALLS = 64;

/** How often one statement is under way at once; more connections would only make smaller batches. */
const MAX_UNDER_WAY = 2;

/** How long a call waits until its statement is sent. */
const WAIT_MS = 1500;

/**
 * Reads for many requests together: calls of the same statement within one turn of the event loop, or while it is under
 * way, become one statement, which PostgreSQL and pg answer in little more time than a single call.
 */
export class PostgresReadBatch {
  private readonly lines = new Map<SharedStatement, Line>();
  private isFlushing = false;

  constructor(private readonly send: Send) {}

  read(sql: string, values: unknown[]): Promise<Answer> {
    const statement = sharedStatementOf(sql, values);
    const own = statement.valuesOf(values);
    if (statement.together === undefined) return this.send(statement.sql, own);
    return new Promise((resolve, reject) => {
      const line = this.lines.get(statement) ?? { statement, calls: [], underWay: 0, patience: undefined };
      this.lines.set(statement, line);
      line.calls.push({ values: own, resolve, reject });
      this.flushSoon();
    });
  }

  private flushSoon(): void {
    if (this.isFlushing) return;
    this.isFlushing = true;
    setImmediate(() => {
      this.isFlushing = false;
      for (const line of this.lines.values()) this.flush(line);
    });
  }

  private flush(line: Line): void {
    while (line.calls.length > 0 && line.underWay < MAX_UNDER_WAY) {
      clearTimeout(line.patience);
      line.patience = undefined;
      line.underWay += 1;
      const calls = line.calls.splice(0, MAX_CALLS);
      void this.answer(line.statement, calls).finally(() => {
        line.underWay -= 1;
        if (line.calls.length > 0) this.flushSoon();
        else if (line.underWay === 0) this.lines.delete(line.statement);
      });
    }
    if (line.calls.length > 0) line.patience ??= setTimeout(() => giveUp(line), WAIT_MS);
  }

  private async answer(statement: SharedStatement, calls: readonly Call[]): Promise<void> {
    const { sql, together } = statement;
    const [call, ...more] = calls;
    if (call && more.length === 0) return this.send(sql, call.values).then(call.resolve, call.reject);
    try {
      const { columns, rows } = await this.send(together as string, listsOf(calls));
      const found = rowsOfCalls(rows, calls.length);
      const own = columns.slice(0, -1);
      for (const [index, { resolve }] of calls.entries()) resolve({ columns: own, rows: found[index] as unknown[][] });
    } catch (error) {
      if (isWrong(error)) statement.together = undefined;
      // One call may have failed all of them.
      const alone = ({ values, resolve, reject }: Call) => this.send(sql, values).then(resolve, reject);
      if (!isUnavailable(error)) await Promise.all(calls.map(alone));
      else for (const { reject } of calls) reject(error);
    }
  }
}

/** As a pool says it. */
function giveUp(line: Line): void {
  line.patience = undefined;
  for (const { reject } of line.calls.splice(0)) reject(new Error("timeout exceeded when trying to connect"));
}
