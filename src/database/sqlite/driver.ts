import { type Callback, Connection } from "./connection.js";
import { OPEN_READONLY, packageWith, type RunResult } from "./library.js";
import { type CellAnswer, SqliteReadBatch } from "./read-batch.js";

type Arguments =
  | [sql: string, parameters: unknown[] | undefined, callback: Callback]
  | [sql: string, callback: Callback];

/**
 * The part of sqlite3's Database that TypeORM uses. Each read goes to the connection with the fewest pending
 * statements.
 */
export class PooledDatabase {
  private readonly connections: Connection[];
  private readonly batch: SqliteReadBatch;

  constructor(path: string, flags: number, callback: (error: Error | null) => void, readers = READERS) {
    const size = flags & OPEN_READONLY ? readers : 1;
    this.batch = new SqliteReadBatch({
      limit: size > 1 ? READER_BATCH : Number.POSITIVE_INFINITY,
      isRepeatable: size > 1,
      isOneFree: () => this.connections.some(({ pending }) => pending === 0),
      run: (sql, parameters, callback) => this.all(sql, parameters, callback as Callback),
    });
    const opened = whenAll(size, callback);
    this.connections = Array.from({ length: size }, () => new Connection(path, flags, opened));
  }

  /** How many statements may have changed something so far. */
  writes = 0;

  /** What has to run before a statement, each time one is about to; undefined when nothing has to. */
  before: () => Promise<void> | undefined = () => undefined;

  all(...args: Arguments): void {
    const [sql, parameters, callback] = complete(args);
    const flush = () => this.batch.flush();
    this.next(callback, () => {
      if (!sql.startsWith("SELECT")) this.writes += 1;
      const free = this.connections.reduce((one, other) => (other.pending < one.pending ? other : one));
      free.execute("all", sql, parameters, function (error, rows) {
        callback.call(this, error, rows);
        flush();
      });
    });
  }

  private isReadingTogether = false;

  /**
   * Reads the `cell` of the one row that a statement answers. The writer's reads run one by one, except in `together`.
   */
  cell(sql: string, parameters: unknown[], answer: CellAnswer): void {
    if (this.connections.length > 1 || this.isReadingTogether) this.batch.read(sql, parameters, answer);
    else this.batch.readAlone(sql, parameters, answer);
  }

  /** Reads the cells that `start` asks for at once in one statement each. */
  together<T>(start: () => T): T {
    this.isReadingTogether = true;
    try {
      return start();
    } finally {
      this.isReadingTogether = false;
      this.batch.flush();
    }
  }

  /** On readers this is a setting, which every connection needs. */
  run(...args: Arguments): void {
    const [sql, parameters, callback] = complete(args);
    const [only, ...others] = this.connections;
    if (only && others.length === 0) {
      this.next(callback, () => {
        this.writes += 1;
        only.execute("run", sql, parameters, callback);
      });
      return;
    }
    const done = whenAll(this.connections.length, (error) => callback.call({} as RunResult, error));
    for (const connection of this.connections) connection.execute("run", sql, parameters, done);
  }

  /** Runs a statement after whatever has to run before it. */
  private next(callback: Callback, execute: () => void): void {
    const before = this.before();
    if (before) before.then(execute, (error: Error) => callback.call({} as RunResult, error));
    else execute();
  }

  /** Makes the running statements fail with SQLITE_INTERRUPT. */
  interrupt(): void {
    for (const connection of this.connections) connection.interrupt();
  }

  close(callback: (error: Error | null) => void): void {
    const closed = whenAll(this.connections.length, callback);
    for (const connection of this.connections) connection.close(closed);
  }
}

/** How many connections read: a statement occupies its connection. */
const READERS = 2;

/** How many reads are answered in one statement; with more, one of two readers would be busy and the other idle. */
const READER_BATCH = 32;

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

/** The `driver` option of TypeORM. */
export const sqliteDriver = packageWith(PooledDatabase);

/** As `sqliteDriver`, with one connection that reads. */
export const singleReaderDriver = packageWith(
  class extends PooledDatabase {
    constructor(path: string, flags: number, callback: (error: Error | null) => void) {
      super(path, flags, callback, 1);
    }
  },
);
