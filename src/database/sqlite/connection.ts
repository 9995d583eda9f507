import { Database, type RunResult, type Statement } from "./library.js";

/** Kept per connection; each costs a few kilobytes. */
const MAX_STATEMENTS = 200;

/** Statements whose text comes again; the others (PRAGMA, DDL) are prepared each time. */
const RECURRING = /^\s*(?:SELECT|WITH|INSERT|UPDATE|DELETE|BEGIN|COMMIT|ROLLBACK|SAVEPOINT|RELEASE)\b/;

export type Callback = (this: RunResult, error: Error | null, rows?: unknown[]) => void;

/** A statement; `prepared` until it is. */
interface Kept {
  statement: Statement;
  prepared: Promise<void> | undefined;
}

/**
 * A connection that keeps its prepared statements, least recently used ones out first: one hop to a thread for a
 * statement instead of two. Only `all` and `run`, which step to the end: a statement left in the middle, as `get`
 * leaves it, would hold its snapshot and read stale rows ever after.
 */
export class Connection {
  private readonly database: Database;
  private readonly statements = new Map<string, Kept>();

  /** How many statements it has not answered yet. */
  pending = 0;

  constructor(path: string, flags: number, callback: (error: Error | null) => void) {
    this.database = new Database(path, flags, callback);
  }

  execute(method: "all" | "run", sql: string, parameters: unknown[], callback: Callback): void {
    this.pending += 1;
    const settle = () => {
      this.pending -= 1;
    };
    const answer: Callback = function (error, rows) {
      settle();
      callback.call(this, error, rows);
    };
    if (!RECURRING.test(sql)) return void this.database[method](sql, parameters, answer);
    const { statement, prepared } = this.keep(sql);
    if (!prepared) return void statement[method](parameters, answer);
    prepared.then(
      () => statement[method](parameters, answer),
      (error: Error) => answer.call({} as RunResult, error),
    );
  }

  interrupt(): void {
    this.database.interrupt();
  }

  private keep(sql: string): Kept {
    const kept = this.statements.get(sql) ?? this.prepare(sql);
    this.statements.delete(sql);
    this.statements.set(sql, kept);
    if (this.statements.size > MAX_STATEMENTS) {
      const [[oldest, evicted] = []] = this.statements;
      this.statements.delete(oldest as string);
      if (evicted) void finalize(evicted);
    }
    return kept;
  }

  private prepare(sql: string): Kept {
    const kept = {} as Kept;
    kept.prepared = new Promise<void>((resolve, reject) => {
      kept.statement = this.database.prepare(sql, (error) => (error ? reject(error) : resolve()));
    });
    kept.prepared.then(
      () => {
        kept.prepared = undefined;
      },
      () => this.statements.delete(sql),
    );
    return kept;
  }

  /** A connection with statements does not close. */
  async close(callback: (error: Error | null) => void): Promise<void> {
    for (const kept of this.statements.values()) await finalize(kept);
    this.database.close(callback);
  }
}

/** One that cannot be prepared has nothing to be finalized. */
async function finalize({ statement, prepared }: Kept): Promise<void> {
  await prepared?.then(
    () => statement.finalize(),
    () => undefined,
  );
  if (!prepared) statement.finalize();
}
