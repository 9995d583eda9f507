import { setTimeout as sleep } from "node:timers/promises";
import type { QueryRunner } from "typeorm";
import { Patience } from "../../model/patience.js";
import { isLocked } from "../failures.js";

/** How long a migration waits for other processes' transactions, and how long between two attempts of any kind. */
const MIGRATION_PATIENCE_MS = 5000;
const RETRY_MS = 2;

/**
 * Begins a write transaction as soon as no other process has one. SQLite's own waiting tries ten times a second, and
 * would hardly ever find a gap between a busy gateway's groups. Immediate, since a transaction that has read cannot
 * wait for the lock. `mayWait` is asked before each wait, with the error.
 */
export async function beginImmediate(
  send: (sql: string) => Promise<unknown>,
  mayWait: (locked: unknown) => boolean,
): Promise<void> {
  for (;;) {
    try {
      await send("BEGIN IMMEDIATE");
      return;
    } catch (error) {
      if (!isLocked(error) || !mayWait(error)) throw error;
      await sleep(RETRY_MS);
    }
  }
}

/** Runs `work` in an immediate transaction; TypeORM's would be a deferred one. */
export async function immediateTransaction<T>(runner: QueryRunner, work: () => Promise<T>): Promise<T> {
  const patience = new Patience(undefined, MIGRATION_PATIENCE_MS);
  patience.begin();
  await beginImmediate(
    (sql) => runner.query(sql),
    () => !patience.isOver,
  );
  try {
    const result = await work();
    await runner.query("COMMIT");
    return result;
  } catch (error) {
    // After some errors (disk full) SQLite has rolled back already; the first error is the one to report.
    await runner.query("ROLLBACK").catch(() => undefined);
    throw error;
  }
}
