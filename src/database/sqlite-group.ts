import type { EntityManager } from "typeorm";
import { run } from "./select.js";

/** So many transactions of the gateway's share one of SQLite's. */
export const MAX_GROUP = 64;

/** A transaction that waits, and who waits for it. */
export interface Task {
  work(manager: EntityManager): Promise<unknown>;
  resolve(result: unknown): void;
  reject(error: unknown): void;
}

/**
 * Group commit: runs tasks one after the other in a single transaction, so that they share what costs most, one sync to
 * the disk. Each has a savepoint, so that one that fails undoes only itself. Nobody is answered, success or refusal,
 * before the COMMIT; when that fails it has failed for all. `next` answers who has come meanwhile. A task has nothing
 * under way when it ends: services send one statement after the other, which test/architecture-transactions.test.ts
 * holds them to.
 */
export async function commitTogether(
  manager: EntityManager,
  tasks: Task[],
  next: () => Task | undefined,
): Promise<void> {
  const answers: (() => void)[] = [];
  try {
    await run(manager, "BEGIN IMMEDIATE", []);
    for (let index = 0; index < tasks.length; index++) {
      answers.push(await attempt(manager, tasks[index] as Task));
      const joining = tasks.length < MAX_GROUP ? next() : undefined;
      if (joining) tasks.push(joining);
    }
    await run(manager, "COMMIT", []);
  } catch (error) {
    // SQLite has already rolled back after some errors (disk full); the first error is the one to tell.
    await run(manager, "ROLLBACK", []).catch(() => undefined);
    for (const { reject } of tasks) reject(error);
    return;
  }
  for (const answer of answers) answer();
}

/** Runs one task; answers what it is to be told. Throws when SQLite has undone the whole transaction. */
async function attempt(manager: EntityManager, { work, resolve, reject }: Task): Promise<() => void> {
  await run(manager, "SAVEPOINT task", []);
  try {
    const result = await work(manager);
    await run(manager, "RELEASE task", []);
    return () => resolve(result);
  } catch (error) {
    await run(manager, "ROLLBACK TO task", []).catch(() => {
      throw error;
    });
    await run(manager, "RELEASE task", []);
    return () => reject(error);
  }
}
