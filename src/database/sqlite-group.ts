import type { EntityManager } from "typeorm";
import { run, writesOf } from "./select.js";

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
 * the disk. One that fails undoes only itself. Nobody is answered, success or refusal, before the COMMIT; when that
 * fails it has failed for all. `next` answers who has come meanwhile. A task has nothing under way when it ends:
 * services send one statement after the other, which test/architecture-transactions.test.ts holds them to.
 */
export async function commitTogether(
  manager: EntityManager,
  tasks: Task[],
  next: () => Task | undefined,
): Promise<void> {
  try {
    const answers =
      (await runTogether(manager, tasks, next, plainly)) ?? (await runTogether(manager, tasks, next, undoably));
    for (const answer of answers ?? []) answer();
  } catch (error) {
    // SQLite has already rolled back after some errors (disk full); the first error is the one to tell.
    await run(manager, "ROLLBACK", []).catch(() => undefined);
    for (const { reject } of tasks) reject(error);
  }
}

/** What a task is to be told once the group is committed. */
type Answer = () => void;

/** Runs one task in the transaction; undefined when it has failed and what it wrote cannot be undone by itself. */
type Attempt = (manager: EntityManager, task: Task) => Promise<Answer | undefined>;

/** Undefined when everything was undone because of one that failed. */
async function runTogether(
  manager: EntityManager,
  tasks: Task[],
  next: () => Task | undefined,
  attempt: Attempt,
): Promise<Answer[] | undefined> {
  const answers: Answer[] = [];
  await run(manager, "BEGIN IMMEDIATE", []);
  for (let index = 0; index < tasks.length; index++) {
    const answer = await attempt(manager, tasks[index] as Task);
    if (!answer) {
      await run(manager, "ROLLBACK", []);
      return undefined;
    }
    answers.push(answer);
    const joining = tasks.length < MAX_GROUP ? next() : undefined;
    if (joining) tasks.push(joining);
  }
  await run(manager, "COMMIT", []);
  return answers;
}

/** Without a savepoint, which would be two statements more: services find out whether they may before they write. */
async function plainly(manager: EntityManager, { work, resolve, reject }: Task): Promise<Answer | undefined> {
  const before = writesOf(manager);
  try {
    const result = await work(manager);
    return () => resolve(result);
  } catch (error) {
    return writesOf(manager) === before ? () => reject(error) : undefined;
  }
}

/** With a savepoint. Throws when SQLite has undone the whole transaction. */
async function undoably(manager: EntityManager, { work, resolve, reject }: Task): Promise<Answer> {
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
