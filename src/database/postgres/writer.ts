import type { DataSource, QueryRunner } from "typeorm";
import { DomainError } from "../../model/domain-error.js";
import type { Patience } from "../../model/patience.js";
import { isRolledBackForOthers, isUnanswered } from "../failures.js";
import type { Writer } from "../opened.js";
import { type Steps, Transaction } from "../transaction.js";
import { Turns } from "./turns.js";

/** How often a transaction runs at most when others keep undoing it. */
const MAX_ATTEMPTS = 3;

/** How long a transaction waits for a row, whatever its patience. */
const LOCK_TIMEOUT_MS = 2000;

/**
 * Runs this process's transactions on PostgreSQL. All waiting of one (turn, connection, rows) counts for its sender's
 * patience.
 */
export class PostgresWriter implements Writer {
  private readonly turns = new Turns();

  constructor(private readonly dataSource: DataSource) {}

  /** Transactions with the same lock take turns before they take a connection, unless they share it. */
  run<B, T>(steps: Steps<B, T>, lock: string | undefined, patience: Patience): Promise<T> {
    if (lock === undefined || steps.isShared) return this.attempt(steps, patience);
    return this.turns.run(lock, patience, () => this.attempt(steps, patience));
  }

  /** Runs a transaction again when PostgreSQL undid it for another one's sake: before COMMIT nobody was answered. */
  private async attempt<B, T>(steps: Steps<B, T>, patience: Patience, attempt = 1): Promise<T> {
    try {
      return await this.transaction(steps, patience);
    } catch (error) {
      if (attempt >= MAX_ATTEMPTS || patience.isOver || !isRolledBackForOthers(error)) throw error;
      return this.attempt(steps, patience, attempt + 1);
    }
  }

  private async transaction<B, T>({ rows, judge, write }: Steps<B, T>, patience: Patience): Promise<T> {
    const runner = await this.connect(patience);
    const transaction = new Transaction(runner.manager);
    let isCommitting = false;
    try {
      await runner.startTransaction();
      const lockTimeout = Math.ceil(Math.min(patience.left, LOCK_TIMEOUT_MS));
      await runner.query(
        `SET TRANSACTION ISOLATION LEVEL READ COMMITTED; SET LOCAL lock_timeout = ${Math.max(1, lockTimeout)}`,
      );
      if (rows) await transaction.lock(rows);
      const judged = await judge(transaction);
      // The last moment to give up: all locks are held, and from here on it runs to its end.
      patience.demand();
      const result = await write(transaction, judged);
      transaction.end();
      isCommitting = true;
      await runner.commitTransaction();
      return result;
    } catch (error) {
      transaction.close();
      await undo(runner, error);
      // Reports the first error, not one of the rollback.
      throw isCommitting && isUnanswered(error) ? DomainError.inDoubt(error) : error;
    } finally {
      await runner.release();
    }
  }

  /** Takes a connection within the patience; one that comes later goes back to the pool. */
  private async connect(patience: Patience): Promise<QueryRunner> {
    const runner = this.dataSource.createQueryRunner();
    const connected = runner.connect();
    await patience.during(connected).catch((error: unknown) => {
      connected.then(() => runner.release()).catch(() => undefined);
      throw error;
    });
    return runner;
  }
}

/**
 * Rolls back. A connection that does not answer is closed instead, which also rolls back, so that nobody else gets it.
 */
async function undo(runner: QueryRunner, error: unknown): Promise<void> {
  const close = async () => (await runner.connect()).end();
  if (isUnanswered(error)) void close().catch(() => undefined);
  else
    await runner
      .rollbackTransaction()
      .catch(close)
      .catch(() => undefined);
}
