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

/** How long a change waits that no request asks for: the command line's, and what the gateway does by itself. */
const OWN_PATIENCE_MS = 5000;

export interface DatabaseOptions {
  url: string;
  /**
   * Connections of each PostgreSQL pool, for reads and for writes; SQLite always has one connection that writes and two
   * that read. Scans have their own.
   */
  poolSize?: number;
  logger?: Logger;
  /** How long what may walk a whole list runs and waits for its turn. */
  scanLimits?: Partial<ScanLimits> | undefined;
}

/**
 * Where the services read and write. `write` and `change` are the only ways to change anything: one transaction, and
 * what it returns is durable. `read` never sees what is not committed.
 */
export class Database {
  /** Committed data, for reads. */
  readonly read: Reader;

  private readonly writer: Writer;
  private readonly scans: Scans;

  private constructor(
    private readonly opened: Opened,
    limits: ScanLimits,
  ) {
    this.read = new Reader(opened.reader.manager);
    this.writer = opened.writer;
    this.scans = new Scans(opened.scanner, limits);
  }

  /** Opens, migrates and checks the database. */
  static async open({ url, poolSize = 10, logger, scanLimits }: DatabaseOptions): Promise<Database> {
    const limits = { ...SCAN_LIMITS, ...scanLimits };
    const path = sqlitePathOf(url);
    const opened =
      path === undefined
        ? await openPostgres(url, { poolSize, scanDeadlineMs: limits.deadlineMs, logger })
        : await openSqlite(path, logger);
    return new Database(opened, limits);
  }

  /** The same for reads that may walk a whole list; see `Scans`. */
  scan<T>(actor: Actor, work: (reader: Reader) => Promise<T>): Promise<T> {
    return this.scans.run(actor, work);
  }

  /**
   * Runs `work` in one transaction and answers after COMMIT; whatever it throws undoes all of it. What is undone for
   * another one's sake runs again, so `work` does nothing beside what it writes. `patience` is that of whoever asks for
   * it. On PostgreSQL those with the same `lock` wait for each other before they take a connection.
   */
  write<T>(work: (transaction: Transaction) => Promise<T>, patience?: Patience, lock?: string): Promise<T> {
    return this.run({ judge: () => Promise.resolve(), write: work, isOneStep: true }, lock, patience);
  }

  /** The same in two steps. On SQLite those with different locks read together what they are judged by. */
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

  /** Resolves when the database answers, rejects with `unavailable` when it does not. */
  async ping(): Promise<void> {
    await this.read.rows("SELECT 1").catch((cause: unknown) => {
      throw DomainError.unavailable("The database", cause);
    });
  }

  close(): Promise<void> {
    return this.opened.close();
  }
}
