import type { Logger } from "typeorm";
import type { Actor } from "../model/actor.js";
import { DomainError } from "../model/domain-error.js";
import { Patience } from "../model/patience.js";
import { sqlitePathOf } from "./data-source.js";
import { isAway, isUnavailable } from "./failures.js";
import type { Opened, Writer } from "./opened.js";
import { openPostgres } from "./postgres/open.js";
import { Reader } from "./reader.js";
import { SCAN_LIMITS, type ScanLimits, Scans } from "./scans.js";
import { openSqlite } from "./sqlite/open.js";
import type { Change, Steps, Transaction } from "./transaction.js";

/** How long a change waits for its turn when no request asks for it: the command line's, and the gateway's own. */
const OWN_PATIENCE_MS = 5000;

export interface DatabaseOptions {
  url: string;
  /**
   * The connections of each PostgreSQL pool, of which reads and writes have one each. SQLite always has one connection
   * that writes and two that read. Scans have their own.
   */
  poolSize?: number;
  /** Whether PostgreSQL keeps prepared statements for each connection. */
  keepsStatements?: boolean;
  logger?: Logger;
  /** Whether its schema must be this version's, and is not brought up to date. */
  isAsItIs?: boolean;
  /** How long a scan runs and waits for its turn. */
  scanLimits?: Partial<ScanLimits> | undefined;
}

/**
 * Where the services read and write. Everything is changed by `write` or `change`, in one transaction, and is durable
 * when they answer. `read` sees committed data only.
 */
export class Database {
  /** Reads committed data. */
  readonly read: Reader;

  private readonly writer: Writer;
  private readonly scans: Scans;

  private constructor(
    private readonly opened: Opened,
    limits: ScanLimits,
  ) {
    this.read = new Reader(opened.reader.manager);
    this.writer = opened.writer;
    this.scans = new Scans(this.read.engine, opened.scanner, limits);
  }

  /** Opens the database, and migrates it where it may. */
  static async open(options: DatabaseOptions): Promise<Database> {
    const { url, poolSize = 10, keepsStatements = true, logger, isAsItIs = false, scanLimits } = options;
    const limits = { ...SCAN_LIMITS, ...scanLimits };
    const path = sqlitePathOf(url);
    const opened =
      path === undefined
        ? await openPostgres(url, { poolSize, keepsStatements, scanDeadlineMs: limits.deadlineMs, logger, isAsItIs })
        : await openSqlite(path, logger, isAsItIs);
    return new Database(opened, limits);
  }

  /**
   * Reads what may walk a whole list; see `Scans`. Throws `unavailable` when its turn does not come or it takes too
   * long.
   */
  scan<T>(actor: Actor, work: (reader: Reader) => Promise<T>): Promise<T> {
    return this.scans.run(actor, work);
  }

  /**
   * Runs `work` in one transaction and answers after COMMIT; an error undoes all of it. `work` may run again when
   * another transaction undid it, so it must do nothing but read and write. `patience` is the sender's. On PostgreSQL,
   * work with the same `lock` takes turns before it takes a connection. Throws `unavailable`: nothing was changed, or,
   * without `retryAfterSeconds`, nobody knows.
   */
  write<T>(work: (transaction: Transaction) => Promise<T>, patience?: Patience, lock?: string): Promise<T> {
    return this.run({ judge: () => Promise.resolve(), write: work, isOneStep: true }, lock, patience);
  }

  /**
   * As `write`, in two steps: on SQLite, changes with different locks read in one statement what they are judged by.
   */
  change<B, T>(change: Change<B, T>): Promise<T> {
    return this.run(change, change.lock, change.patience);
  }

  private async run<B, T>(
    steps: Steps<B, T>,
    lock: string | undefined,
    patience = new Patience(undefined, OWN_PATIENCE_MS),
  ): Promise<T> {
    patience.begin();
    try {
      const result = await this.writer.run(steps, lock, patience);
      patience.hasChanged = true;
      patience.end();
      return result;
    } catch (error) {
      if (isUnavailable(error)) throw DomainError.unchanged(error);
      if (!isAway(error)) patience.end();
      throw error;
    }
  }

  /** Resolves when the database answers; throws `unavailable` when it does not. */
  async ping(): Promise<void> {
    await this.read.rows("SELECT 1").catch((cause: unknown) => {
      throw DomainError.unavailable("The database", cause);
    });
  }

  close(): Promise<void> {
    return this.opened.close();
  }
}
