import type { DataSource } from "typeorm";
import { DomainError } from "../../model/domain-error.js";
import type { Patience } from "../../model/patience.js";
import { isRolledBackForOthers, isUnanswered } from "../failures.js";
import type { Writer } from "../opened.js";
import { type Steps, Transaction } from "../transaction.js";
import { begin, connect, sessionOn, undo } from "./connections.js";
import { Groups } from "./groups.js";
import { managerOn } from "./routes.js";
import type { Connection } from "./session.js";
import { Turns } from "./turns.js";

/** How often a transaction runs at most when others keep undoing it. */
const MAX_ATTEMPTS = 3;

/** How long a transaction waits for a row, whatever its patience. */
const LOCK_TIMEOUT_MS = 2000;

/**
 * Runs this process's transactions on PostgreSQL. Changes that come together are committed together; what cannot be, as
 * it waits for others or reads what it has written, runs alone. All waiting of one (turn, connection, rows) counts for
 * its sender's patience. Why: docs/decisions/0019-groups-on-postgresql.md
 */
export class PostgresWriter implements Writer {
  private readonly turns = new Turns();
  private readonly groups: Groups;
  /** Transactions that run alone. */
  private readonly alone = new Set<Promise<unknown>>();

  /** `poolSize` connections are shared by all transactions. */
  constructor(
    private readonly dataSource: DataSource,
    poolSize: number,
  ) {
    this.groups = new Groups(dataSource, poolSize, (steps, patience) => this.runAlone(steps, patience));
  }

  /** Transactions with the same lock take turns before they take a connection, unless they share it. */
  run<B, T>(steps: Steps<B, T>, lock: string | undefined, patience: Patience): Promise<T> {
    if (lock === undefined) return this.runAlone(steps, patience);
    if (steps.isShared) return this.groups.run(steps, lock, patience);
    return this.turns.run(lock, patience, () =>
      steps.isOneStep ? this.runAlone(steps, patience) : this.groups.run(steps, lock, patience),
    );
  }

  /** Resolves when all changes that were accepted are committed or undone. */
  async close(): Promise<void> {
    await this.turns.ended();
    await this.groups.ended();
    while (this.alone.size > 0) await Promise.allSettled(this.alone);
  }

  private runAlone<B, T>(steps: Steps<B, T>, patience: Patience): Promise<T> {
    const run = this.attempt(steps, patience).finally(() => this.alone.delete(run));
    this.alone.add(run);
    return run;
  }

  /** Runs a transaction again when PostgreSQL undid it for no fault of its own: before COMMIT nobody was answered. */
  private async attempt<B, T>(steps: Steps<B, T>, patience: Patience, attempt = 1): Promise<T> {
    try {
      return await this.transaction(steps, patience);
    } catch (error) {
      if (attempt >= MAX_ATTEMPTS || patience.isOver || !isRolledBackForOthers(error)) throw error;
      return this.attempt(steps, patience, attempt + 1);
    }
  }

  private async transaction<B, T>({ rows, judge, write }: Steps<B, T>, patience: Patience): Promise<T> {
    const connection = await this.connect(patience);
    const session = sessionOn(this.dataSource, connection);
    const transaction = new Transaction(managerOn(this.dataSource, session));
    let isCommitting = false;
    try {
      begin(session, this.dataSource);
      const lockTimeout = Math.ceil(Math.min(patience.left, LOCK_TIMEOUT_MS));
      session.later("SELECT set_config('lock_timeout', $1, true)", [String(Math.max(1, lockTimeout))]);
      if (rows) await transaction.lock(rows);
      const judged = await judge(transaction);
      // The last moment to give up: all locks are held, and from here on it runs to its end.
      patience.demand();
      const result = await write(transaction, judged);
      transaction.end();
      isCommitting = true;
      await session.commit();
      connection.release();
      return result;
    } catch (error) {
      transaction.close();
      await undo(session, connection, error);
      // Reports the first error, not one of the rollback.
      throw isCommitting && isUnanswered(error) ? DomainError.inDoubt(error) : error;
    }
  }

  /** Takes a connection within the patience; one that comes later goes back to the pool. */
  private async connect(patience: Patience): Promise<Connection> {
    const connected = connect(this.dataSource);
    return patience.during(connected).catch((error: unknown) => {
      connected.then((connection) => connection.release()).catch(() => undefined);
      throw error;
    });
  }
}
