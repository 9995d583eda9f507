import { setTimeout as sleep } from "node:timers/promises";
import type { QueryRunner } from "typeorm";
import { Patience } from "../../model/patience.js";
import { isLocked } from "../failures.js";

/** How long a migration waits for other processes' transactions, and how long is between two tries of any. */
const MIGRATION_PATIENCE_MS = 5000;
const RETRY_MS = 2;

/**
 * Begins a transaction that writes, as soon as no other process has one. Where this is used, SQLite itself does not wait:
 * it asks ten times a second, and would find a gateway with much to do between two groups by chance only. Immediate,
 * because a transaction that has read cannot wait. `mayWait` is asked before each wait, with what is waited for.
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

/** Runs `work` in a transaction that writes, instead of TypeORM's, which would be a deferred one. */
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
    // SQLite has already rolled back after some errors (disk full); the first error is the one to tell.
    await runner.query("ROLLBACK").catch(() => undefined);
    throw error;
  }
}
