import { isSameInJson } from "./json.js";

/** How many statements are remembered. */
const MAX_STATEMENTS = 500;

/** Told the text of the cell, or why there is none. */
export type CellAnswer = (error: Error | null, text?: string) => void;

interface Call {
  parameters: unknown[];
  answer: CellAnswer;
}

/** A statement, and the calls of it that wait. */
interface Statement {
  sql: string;
  /** The same with a row for each of several calls; undefined where that cannot be. */
  together: string | undefined;
  waiting: Call[];
}

type Rows = { cell: string }[];

/** Where the statements run: readers, or the one connection that writes. */
interface Connections {
  /** So many calls travel together. */
  limit: number;
  /**
   * Whether calls that failed together may be repeated one by one. Not in a transaction, which an error may have ended:
   * what follows would be outside of it.
   */
  isRepeatable: boolean;
  /** Whether one of them has nothing to do. */
  isOneFree(): boolean;
  run(sql: string, parameters: unknown[], callback: (error: Error | null, rows?: Rows) => void): void;
}

/**
 * Reads of one cell, those of many requests together: calls of the same statement that come within one turn of the
 * event loop, or while all connections are busy, are one statement. A hop to SQLite's thread and back takes ten times as
 * long as finding a row.
 */
export class SqliteReadBatch {
  /** Nothing of a call is ever in this Map: V8 keeps what was in a Map's former tables until the next major collection. */
  private readonly statements = new Map<string, Statement>();
  private pending: Statement[] = [];

  constructor(private readonly connections: Connections) {}

  read(sql: string, parameters: unknown[], answer: CellAnswer): void {
    const statement = this.statementOf(sql);
    if (statement.together === undefined || !parameters.every(isSameInJson)) {
      this.readAlone(sql, parameters, answer);
      return;
    }
    if (this.pending.length === 0) setImmediate(() => this.flush());
    if (statement.waiting.length === 0) this.pending.push(statement);
    statement.waiting.push({ parameters, answer });
  }

  readAlone(sql: string, parameters: unknown[], answer: CellAnswer): void {
    this.connections.run(sql, parameters, (error, rows) => answer(error, rows?.[0]?.cell));
  }

  /** Sends what waits, as far as there are connections for it; to be called again when one has become free. */
  flush(): void {
    const kept: Statement[] = [];
    for (const statement of this.pending) {
      if (this.connections.isOneFree()) this.send(statement);
      if (statement.waiting.length > 0) kept.push(statement);
    }
    this.pending = kept;
  }

  private send(statement: Statement): void {
    const { sql, waiting, together } = statement;
    const calls = waiting.slice(0, this.connections.limit);
    statement.waiting = waiting.slice(this.connections.limit);
    const alone = ({ parameters, answer }: Call) => this.readAlone(sql, parameters, answer);
    if (calls.length === 1) {
      calls.forEach(alone);
      return;
    }
    const parameters = JSON.stringify(calls.map((call) => call.parameters));
    this.connections.run(together as string, [parameters], (error, rows) => {
      if (error && this.connections.isRepeatable) calls.forEach(alone);
      else if (error) for (const { answer } of calls) answer(error);
      else for (const [index, { answer }] of calls.entries()) answer(null, rows?.[index]?.cell);
    });
  }

  private statementOf(sql: string): Statement {
    const known = this.statements.get(sql);
    if (known) return known;
    if (this.statements.size >= MAX_STATEMENTS) this.statements.clear();
    const statement = { sql, together: togetherOf(sql), waiting: [] };
    this.statements.set(sql, statement);
    return statement;
  }
}

/** The same statement with a row for each call, in their order. Undefined where LIMIT would differ: it takes no column. */
function togetherOf(sql: string): string | undefined {
  if (/\b(?:LIMIT|OFFSET) \$/.test(sql)) return undefined;
  const ofCall = sql.replace(/\$(\d+)/g, (_, number: string) => `(call.value ->> ${Number(number) - 1})`);
  return `SELECT (${ofCall}) AS cell FROM json_each($1) AS call ORDER BY call.key`;
}
