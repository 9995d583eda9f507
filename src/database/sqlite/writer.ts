import { setImmediate } from "node:timers/promises";
import type { DataSource, EntityManager } from "typeorm";
import { DomainError } from "../../model/domain-error.js";
import type { Transaction } from "../transaction.js";
import type { Checkpoints } from "./checkpoints.js";
import { commitTogether, type Task } from "./group.js";

/**
 * So many transactions of the gateway's share one of SQLite's. Who comes while a group is under way waits for the next
 * one: so requests are read and answered while SQLite's thread writes.
 */
const MAX_GROUP = 64;

/** Transactions that may wait; more would answer later than any client waits. */
const MAX_WAITING = 5000;

/** What nobody must miss: acknowledged writes that last, and no row without its owner. Else the gateway does not start. */
const PRAGMAS = { journal_mode: "wal", synchronous: 2, foreign_keys: 1 } as const;

/** Pages of 4 KiB in the write-ahead log after which a COMMIT moves what is left of them, so that the log begins anew. */
const CHECKPOINT_PAGES = 8_000;

/**
 * The one writer of a SQLite file. TypeORM shares a single connection between all requests, so transactions
 * have to stand in line; those that wait are committed together.
 */
export class SqliteWriter {
  private readonly waiting: Task[] = [];
  private running: Promise<void> | undefined;

  constructor(
    private readonly dataSource: DataSource,
    private readonly checkpoints: Checkpoints,
  ) {}

  write<T>(work: (manager: EntityManager) => Promise<T>): Promise<T> {
    return this.enqueue({ turn: undefined, begin: () => Promise.resolve(), work });
  }

  change<B, T>(change: Transaction<B, T>): Promise<T> {
    return this.enqueue(change);
  }

  private enqueue<B, T>(change: Omit<Transaction<B, T>, "turn"> & Pick<Task, "turn">): Promise<T> {
    if (this.waiting.length >= MAX_WAITING) return Promise.reject(DomainError.unavailable());
    return new Promise<T>((resolve, reject) => {
      this.waiting.push({ ...(change as Task), resolve: resolve as Task["resolve"], reject });
      this.running ??= this.run();
    });
  }

  /** Resolves when everything accepted so far is committed or undone. */
  async close(): Promise<void> {
    await this.running;
    await this.checkpoints.close();
  }

  private async run(): Promise<void> {
    // Whoever writes in the same turn is in the first group already.
    await Promise.resolve();
    while (this.waiting.length > 0) {
      const tasks = this.waiting.splice(0, MAX_GROUP);
      await commitTogether(this.dataSource.manager, tasks);
      this.checkpoints.begin();
      // Those who wait are answered before the next group begins, and meanwhile another process may write: the command line.
      await setImmediate();
    }
    this.running = undefined;
  }
}

/** Sets what the writer needs, and reads back what durability rests on. */
export async function configureSqlite(dataSource: DataSource): Promise<void> {
  await dataSource.query("PRAGMA journal_mode = WAL");
  await dataSource.query("PRAGMA synchronous = FULL");
  // What a statement of many rows may have to undo is kept in memory, not in a file: a fifth of what a group costs.
  await dataSource.query("PRAGMA temp_store = MEMORY");
  await dataSource.query(`PRAGMA wal_autocheckpoint = ${CHECKPOINT_PAGES}`);
  for (const [pragma, expected] of Object.entries(PRAGMAS)) {
    const [row] = await dataSource.query(`PRAGMA ${pragma}`);
    if (row?.[pragma] !== expected) throw new Error(`SQLite refuses ${pragma} = ${expected} for this file.`);
  }
  // From now on whoever has to wait does so in lock.ts.
  await dataSource.query("PRAGMA busy_timeout = 0");
}
