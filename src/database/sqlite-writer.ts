import type { DataSource, EntityManager, QueryRunner } from "typeorm";
import { DomainError } from "../model/domain-error.js";

/** Transactions that may wait; more would answer later than any client waits. */
const MAX_WAITING = 5000;

/** What the durability of acknowledged writes rests on; anything else is a reason not to start. */
const PRAGMAS = { journal_mode: "wal", synchronous: 2, foreign_keys: 1 } as const;

/**
 * The one writer of a SQLite file. TypeORM shares a single connection between all requests, so transactions
 * have to stand in line; BEGIN IMMEDIATE makes those of other processes (the command line) wait as well.
 */
export class SqliteWriter {
  private tail: Promise<unknown> = Promise.resolve();
  private waiting = 0;

  constructor(private readonly dataSource: DataSource) {}

  write<T>(work: (manager: EntityManager) => Promise<T>): Promise<T> {
    if (this.waiting >= MAX_WAITING) return Promise.reject(DomainError.unavailable());
    this.waiting += 1;
    const result = this.tail
      .then(() => this.transaction(work))
      .finally(() => {
        this.waiting -= 1;
      });
    this.tail = result.catch(() => undefined);
    return result;
  }

  /** Resolves when everything accepted so far is committed or undone. */
  async drained(): Promise<void> {
    await this.tail;
  }

  private async transaction<T>(work: (manager: EntityManager) => Promise<T>): Promise<T> {
    const runner = this.dataSource.createQueryRunner();
    return immediateTransaction(runner, () => work(runner.manager)).finally(() => runner.release());
  }
}

/** BEGIN IMMEDIATE instead of TypeORM's deferred BEGIN, which ignores the busy timeout once it has read. */
export async function immediateTransaction<T>(runner: QueryRunner, work: () => Promise<T>): Promise<T> {
  await runner.query("BEGIN IMMEDIATE");
  try {
    const result = await work();
    await runner.query("COMMIT");
    return result;
  } catch (error) {
    // SQLite has already rolled back after some errors (disk full); the first error is the one to tell.
    await runner.query("ROLLBACK").catch(() => undefined);
    throw error;
  }
}

/** Sets what the writer needs and reads it back. */
export async function configureSqlite(dataSource: DataSource): Promise<void> {
  await dataSource.query("PRAGMA journal_mode = WAL");
  await dataSource.query("PRAGMA synchronous = FULL");
  for (const [pragma, expected] of Object.entries(PRAGMAS)) {
    const [row] = await dataSource.query(`PRAGMA ${pragma}`);
    if (row?.[pragma] !== expected) throw new Error(`SQLite refuses ${pragma} = ${expected} for this file.`);
  }
}
