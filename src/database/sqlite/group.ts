import type { EntityManager } from "typeorm";
import { DomainError } from "../../model/domain-error.js";
import { run, sqliteOf } from "../statements.js";
import type { Transaction } from "../transaction.js";
import { DeferredWrites } from "./deferred-writes.js";
import { beginImmediate } from "./lock.js";

/** A transaction that waits, and who waits for it. Without a turn it waits for all before it, and all after it for it. */
export interface Task extends Omit<Transaction<unknown, unknown>, "turn"> {
  turn: string | undefined;
  resolve(result: unknown): void;
  reject(error: unknown): void;
}

/**
 * Group commit: runs tasks in a single transaction, so that they share what costs most, one sync to the disk. One that
 * fails undoes only itself. Nobody is answered, success or refusal, before the COMMIT; when that fails it has failed
 * for all. A task has nothing under way when it ends: services send one statement after the other, which
 * test/architecture-transactions.test.ts holds them to.
 */
export async function commitTogether(manager: EntityManager, tasks: Task[]): Promise<void> {
  try {
    const answers = (await runTogether(manager, tasks)) ?? (await runOneByOne(manager, tasks));
    for (const answer of answers) answer();
  } catch (error) {
    // SQLite has already rolled back after some errors (disk full); the first error is the one to tell.
    await run(manager, "ROLLBACK").catch(() => undefined);
    for (const { reject } of tasks) reject(error);
  }
}

/** What a task is to be told once the group is committed. */
type Answer = () => void;

/** The first attempt: without savepoints, and what is only written waits. Undefined when all of it had to be undone. */
async function runTogether(manager: EntityManager, tasks: Task[]): Promise<Answer[] | undefined> {
  const answers: Answer[] = [];
  await beginImmediate((sql) => run(manager, sql));
  const deferred = new DeferredWrites(manager);
  try {
    while (answers.length < tasks.length) {
      answers.push(...(await runRound(manager, roundOf(tasks.slice(answers.length)), deferred)));
    }
    await deferred.flush();
  } catch {
    deferred.end();
    // After some errors SQLite has rolled back already.
    await run(manager, "ROLLBACK").catch(() => undefined);
    return undefined;
  }
  deferred.end();
  await run(manager, "COMMIT");
  return answers;
}

/** The first of these tasks, and those after it that can begin beside it: of other turns or sharing one, up to one that has none. */
function roundOf(tasks: Task[]): Task[] {
  const turns = new Map<string, boolean>();
  for (const [index, { turn, isShared = false }] of tasks.entries()) {
    const isFree = turn !== undefined && (!turns.has(turn) || (isShared && turns.get(turn)));
    if (!isFree) return tasks.slice(0, Math.max(index, 1));
    turns.set(turn, isShared);
  }
  return tasks;
}

/**
 * Begins tasks side by side, so that what they read is one statement, and then lets one work after the other. What one
 * writes at once the next may have read: then those that are left wait for another round.
 */
async function runRound(manager: EntityManager, round: Task[], deferred: DeferredWrites): Promise<Answer[]> {
  await deferred.flush();
  const database = sqliteOf(manager);
  const before = database.writes;
  const beginnings = await database.together(() => Promise.allSettled(round.map(({ begin }) => begin(manager))));
  if (database.writes !== before) throw new Error("What begins a change must not write.");
  const answers: Answer[] = [];
  for (const [index, task] of round.entries()) {
    answers.push(await plainly(manager, task, beginnings[index] as Beginning, deferred));
    if (database.writes !== before) break;
  }
  return answers;
}

type Beginning = PromiseSettledResult<unknown>;

/** Services find out whether they may before they write. Throws for what cannot be undone by itself. */
async function plainly(
  manager: EntityManager,
  { work, resolve, reject }: Task,
  begun: Beginning,
  deferred: DeferredWrites,
): Promise<Answer> {
  const { writes } = sqliteOf(manager);
  try {
    if (begun.status === "rejected") throw begun.reason;
    const result = await deferred.within(() => work(manager, begun.value));
    return () => resolve(result);
  } catch (error) {
    // What the services refused leaves the transaction as it was; another error may have ended it.
    if (error instanceof DomainError && sqliteOf(manager).writes === writes) return () => reject(error);
    throw error;
  }
}

/** The second attempt: each with a savepoint, and everything written at once. */
async function runOneByOne(manager: EntityManager, tasks: Task[]): Promise<Answer[]> {
  const answers: Answer[] = [];
  await beginImmediate((sql) => run(manager, sql));
  for (const task of tasks) answers.push(await undoably(manager, task));
  await run(manager, "COMMIT");
  return answers;
}

/** With a savepoint. Throws when SQLite has undone the whole transaction. */
async function undoably(manager: EntityManager, { begin, work, resolve, reject }: Task): Promise<Answer> {
  await run(manager, "SAVEPOINT task");
  try {
    const result = await work(manager, await begin(manager));
    await run(manager, "RELEASE task");
    return () => resolve(result);
  } catch (error) {
    await run(manager, "ROLLBACK TO task").catch(() => {
      throw error;
    });
    await run(manager, "RELEASE task");
    return () => reject(error);
  }
}
