import { isSameInJson } from "./json.js";

/** How many statements are remembered. */
const MAX_STATEMENTS = 500;

/** Called with the cell's text, or an error. */
export type CellAnswer = (error: Error | null, text?: string) => void;

interface Call {
  parameters: unknown[];
  answer: CellAnswer;
}

/** A statement, and its waiting calls. */
interface Statement {
  sql: string;
  /** The statement that answers several calls, one row each; undefined when there can be none. */
  together: string | undefined;
  waiting: Call[];
}

type Rows = { cell: string }[];

/** The connections on which statements run: readers, or the one that writes. */
interface Connections {
  /** How many calls one statement answers. */
  limit: number;
  /**
   * Whether calls that failed together may be repeated one by one. Not in a transaction, which the error may have
   * ended.
   */
  isRepeatable: boolean;
  /** Whether a connection has nothing to do. */
  isOneFree(): boolean;
  run(sql: string, parameters: unknown[], callback: (error: Error | null, rows?: Rows) => void): void;
}

/**
 * Reads cells for many requests together: calls of the same statement within one turn of the event loop, or while all
 * connections are busy, become one statement. A hop to SQLite's thread takes ten times as long as finding a row.
 */
export class SqliteReadBatch {
  /** Holds no parts of calls: V8 keeps what was in a Map's outgrown tables until the next major collection. */
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

  /** Sends waiting calls while connections are free; to be called again when one becomes free. */
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

/**
 * The statement with one row for each call, in their order. Undefined with a parameter in LIMIT, which takes no column.
 */
function togetherOf(sql: string): string | undefined {
  if (/\b(?:LIMIT|OFFSET) \$/.test(sql)) return undefined;
  const ofCall = sql.replace(/\$(\d+)/g, (_, number: string) => `(call.value ->> ${Number(number) - 1})`);
  return `SELECT (${ofCall}) AS cell FROM jsonb_each($1) AS call ORDER BY call.key`;
}
