import { InOrder } from "./in-order.js";
import { Database, type RunResult, type Statement } from "./library.js";

/** How many prepared statements a connection keeps; each takes a few kilobytes. */
const MAX_STATEMENTS = 200;

/** Statements that are worth keeping; others (PRAGMA, DDL) are prepared each time. */
const RECURRING = /^\s*(?:SELECT|WITH|INSERT|UPDATE|DELETE|BEGIN|COMMIT|ROLLBACK|SAVEPOINT|RELEASE)\b/;

export type Callback = (this: RunResult, error: Error | null, rows?: unknown[]) => void;

/** A statement; `prepared` is set until it is prepared. */
interface Kept {
  statement: Statement;
  prepared: Promise<void> | undefined;
}

/**
 * A connection that keeps its most recently used prepared statements, which saves one of two hops to SQLite's thread.
 * It offers only `all` and `run`, which run to the end: a statement stopped halfway, as by `get`, would hold its
 * snapshot and read stale rows from then on.
 *
 * Statements run in the order of calls, but reads beside each other: the package would give a ROLLBACK to a thread while
 * another thread, or the preparing, still has the UPDATE before it.
 */
export class Connection {
  private readonly database: Database;
  private readonly statements = new Map<string, Kept>();
  private readonly order = new InOrder();

  /** How many statements are not answered yet. */
  pending = 0;

  constructor(path: string, flags: number, callback: (error: Error | null) => void) {
    this.database = new Database(path, flags, callback);
  }

  execute(method: "all" | "run", sql: string, parameters: unknown[], callback: Callback): void {
    this.pending += 1;
    const settle = () => {
      this.pending -= 1;
      this.order.end();
    };
    this.order.add(sql.startsWith("SELECT"), () =>
      this.begin(method, sql, parameters, function (error, rows) {
        settle();
        callback.call(this, error, rows);
      }),
    );
  }

  private begin(method: "all" | "run", sql: string, parameters: unknown[], answer: Callback): void {
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

  /** Closes the connection after all before it, and finalizes the statements, without which it would not close. */
  close(callback: (error: Error | null) => void): void {
    this.order.add(false, async () => {
      for (const kept of this.statements.values()) await finalize(kept);
      this.database.close((error) => {
        this.order.end();
        callback(error);
      });
    });
  }
}

/** A statement that could not be prepared need not be finalized. */
async function finalize({ statement, prepared }: Kept): Promise<void> {
  await prepared?.then(
    () => statement.finalize(),
    () => undefined,
  );
  if (!prepared) statement.finalize();
}
