import type { EntityManager } from "typeorm";
import { DomainError } from "../model/domain-error.js";
import { DeferredWrites } from "./deferred-writes.js";
import { run, writesOf } from "./select.js";

/** So many transactions of the gateway's share one of SQLite's. */
export const MAX_GROUP = 64;

/** A transaction that waits, and who waits for it. */
export interface Task {
  /** What it changes, such as an application's id: tasks with the same one see what the other wrote. */
  turn: string | undefined;
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
    const answers = (await runTogether(manager, tasks, next)) ?? (await runOneByOne(manager, tasks));
    for (const answer of answers) answer();
  } catch (error) {
    // SQLite has already rolled back after some errors (disk full); the first error is the one to tell.
    await run(manager, "ROLLBACK", []).catch(() => undefined);
    for (const { reject } of tasks) reject(error);
  }
}

/** What a task is to be told once the group is committed. */
type Answer = () => void;

/** The first attempt: without savepoints, and what is only written waits. Undefined when all of it had to be undone. */
async function runTogether(
  manager: EntityManager,
  tasks: Task[],
  next: () => Task | undefined,
): Promise<Answer[] | undefined> {
  const answers: Answer[] = [];
  await run(manager, "BEGIN IMMEDIATE", []);
  const deferred = new DeferredWrites(manager);
  try {
    for (let index = 0; index < tasks.length; index++) {
      answers.push(await plainly(manager, tasks[index] as Task, deferred));
      const joining = tasks.length < MAX_GROUP ? next() : undefined;
      if (joining) tasks.push(joining);
    }
    await deferred.flush();
  } catch {
    // After some errors SQLite has rolled back already.
    await run(manager, "ROLLBACK", []).catch(() => undefined);
    return undefined;
  } finally {
    deferred.end();
  }
  await run(manager, "COMMIT", []);
  return answers;
}

/** Services find out whether they may before they write. Throws for what cannot be undone by itself. */
async function plainly(
  manager: EntityManager,
  { turn, work, resolve, reject }: Task,
  deferred: DeferredWrites,
): Promise<Answer> {
  await deferred.before(turn);
  const before = writesOf(manager);
  try {
    const result = await deferred.within(turn, () => work(manager));
    return () => resolve(result);
  } catch (error) {
    // What the services refused leaves the transaction as it was; another error may have ended it.
    if (error instanceof DomainError && writesOf(manager) === before) return () => reject(error);
    throw error;
  }
}

/** The second attempt: each with a savepoint, and everything written at once. */
async function runOneByOne(manager: EntityManager, tasks: Task[]): Promise<Answer[]> {
  const answers: Answer[] = [];
  await run(manager, "BEGIN IMMEDIATE", []);
  for (const task of tasks) answers.push(await undoably(manager, task));
  await run(manager, "COMMIT", []);
  return answers;
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
