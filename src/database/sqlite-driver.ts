import sqlite3 from "sqlite3";

/** Kept per connection; each costs a few kilobytes. */
const MAX_STATEMENTS = 200;

/** Statements whose text comes again; the others (PRAGMA, DDL) are prepared each time. */
const RECURRING = /^\s*(?:SELECT|WITH|INSERT|UPDATE|DELETE|BEGIN|COMMIT|ROLLBACK|SAVEPOINT|RELEASE)\b/;

type Callback = (this: sqlite3.RunResult, error: Error | null, rows?: unknown[]) => void;
type Arguments =
  | [sql: string, parameters: unknown[] | undefined, callback: Callback]
  | [sql: string, callback: Callback];

/**
 * A connection that keeps its prepared statements, least recently used ones out first: one hop to a thread for a
 * statement instead of two. Only `all` and `run`, which step to the end: a statement left in the middle, as `get`
 * leaves it, would hold its snapshot and read stale rows ever after.
 */
class Connection {
  private readonly database: sqlite3.Database;
  private readonly statements = new Map<string, Promise<sqlite3.Statement>>();

  constructor(path: string, flags: number, callback: (error: Error | null) => void) {
    this.database = new sqlite3.Database(path, flags, callback);
  }

  /** How many statements it has not answered yet. */
  pending = 0;

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
    this.statement(sql).then(
      (statement) => statement[method](parameters, answer),
      (error: Error) => answer.call({} as sqlite3.RunResult, error),
    );
  }

  private statement(sql: string): Promise<sqlite3.Statement> {
    const kept = this.statements.get(sql) ?? this.prepare(sql);
    this.statements.delete(sql);
    this.statements.set(sql, kept);
    if (this.statements.size > MAX_STATEMENTS) {
      const [[oldest, evicted] = []] = this.statements;
      this.statements.delete(oldest as string);
      evicted?.then(finalize, () => undefined);
    }
    return kept;
  }

  private prepare(sql: string): Promise<sqlite3.Statement> {
    const prepared = new Promise<sqlite3.Statement>((resolve, reject) => {
      const statement = this.database.prepare(sql, (error) => (error ? reject(error) : resolve(statement)));
    });
    prepared.catch(() => this.statements.delete(sql));
    return prepared;
  }

  /** A connection with statements does not close. */
  async close(callback: (error: Error | null) => void): Promise<void> {
    for (const kept of this.statements.values()) await kept.then(finalize, () => undefined);
    this.database.close(callback);
  }
}

function finalize(statement: sqlite3.Statement): void {
  statement.finalize();
}

/** What TypeORM uses of sqlite3's Database. Each read goes to the connection that has least to do. */
class PooledDatabase {
  private readonly connections: Connection[];

  constructor(path: string, flags: number, callback: (error: Error | null) => void) {
    const size = flags & sqlite3.OPEN_READONLY ? READERS : 1;
    const opened = whenAll(size, callback);
    this.connections = Array.from({ length: size }, () => new Connection(path, flags, opened));
  }

  all(...args: Arguments): void {
    const [sql, parameters, callback] = complete(args);
    const free = this.connections.reduce((one, other) => (other.pending < one.pending ? other : one));
    free.execute("all", sql, parameters, callback);
  }

  /** On a reader that is a setting, which all of its connections have to have. */
  run(...args: Arguments): void {
    const [sql, parameters, callback] = complete(args);
    const [only, ...others] = this.connections;
    if (only && others.length === 0) {
      only.execute("run", sql, parameters, callback);
      return;
    }
    const done = whenAll(this.connections.length, (error) => callback.call({} as sqlite3.RunResult, error));
    for (const connection of this.connections) connection.execute("run", sql, parameters, done);
  }

  close(callback: (error: Error | null) => void): void {
    const closed = whenAll(this.connections.length, callback);
    for (const connection of this.connections) void connection.close(closed);
  }
}

/** Connections that read: more than one, because a statement keeps its connection to itself. */
const READERS = 2;

function complete(args: Arguments): [string, unknown[], Callback] {
  const [sql, parameters, callback] = args.length === 3 ? args : [args[0], [], args[1]];
  return [sql, parameters ?? [], callback];
}

/** Calls back once, after `count` calls, with the first error among them. */
function whenAll(count: number, callback: (error: Error | null) => void): (error: Error | null) => void {
  let first: Error | null = null;
  let left = count;
  return (error) => {
    first ??= error;
    left -= 1;
    if (left === 0) callback(first);
  };
}

/**
 * The `driver` that TypeORM is handed. TypeORM asks it to be `verbose()`, which would capture a stack for every
 * statement and put the parameters' values into errors.
 */
export const sqliteDriver = { ...sqlite3, verbose: () => ({ ...sqlite3, Database: PooledDatabase }) };
