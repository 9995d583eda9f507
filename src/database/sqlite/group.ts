import type { EntityManager } from "typeorm";
import { DomainError } from "../../model/domain-error.js";
import { isUnanswered } from "../failures.js";

import { Transaction } from "../transaction.js";
import { DeferredWrites } from "./deferred-writes.js";
import type { Line, Task } from "./line.js";
import { beginImmediate } from "./lock.js";
import { run, sqliteOf } from "./run.js";

/**
 * So many transactions of the gateway's share one of SQLite's. Who comes while a group is under way waits for the next
 * one: so requests are read and answered while SQLite's thread writes.
 */
const MAX_GROUP = 64;

/**
 * Group commit: runs the next tasks in a single transaction, so that they share what costs most, one sync to the disk.
 * One that fails undoes only itself. Nobody is answered, success or refusal, before the COMMIT; when that fails it has
 * failed for all.
 */
export async function commitTogether(manager: EntityManager, line: Line): Promise<void> {
  let tasks: Task[] = [];
  try {
    tasks = await begin(manager, line, MAX_GROUP);
    let answers = await runTogether(manager, tasks);
    if (!answers) {
      const count = tasks.length;
      line.giveBack(tasks.splice(0));
      tasks = await begin(manager, line, count);
      answers = await runOneByOne(manager, tasks);
    }
    await commit(manager);
    for (const answer of answers) answer();
  } catch (error) {
    // SQLite has already rolled back after some errors (disk full); the first error is the one to tell.
    await run(manager, "ROLLBACK").catch(() => undefined);
    for (const { reject } of tasks) reject(error);
  }
}

/** Begins SQLite's transaction, and then takes those who still wait: only they begin. */
async function begin(manager: EntityManager, line: Line, count: number): Promise<Task[]> {
  try {
    await beginImmediate(
      (sql) => run(manager, sql),
      (locked) => {
        line.obstacle = locked;
        return line.length > 0;
      },
    );
  } catch (error) {
    for (const { reject } of line.take(count)) reject(error);
    throw error;
  } finally {
    line.obstacle = undefined;
  }
  return line.take(count);
}

async function commit(manager: EntityManager): Promise<void> {
  await run(manager, "COMMIT").catch((error: unknown) => {
    throw isUnanswered(error) ? DomainError.inDoubt(error) : error;
  });
}

/** What a task is to be told once the group is committed. */
type Answer = () => void;

/** The first attempt: without savepoints, and what is only written waits. Undefined when all of it had to be undone. */
async function runTogether(manager: EntityManager, tasks: Task[]): Promise<Answer[] | undefined> {
  const answers: Answer[] = [];
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
  return answers;
}

/** The first of these tasks, and those after it that are judged beside it: up to one whose lock is taken, or that has none. */
function roundOf(tasks: Task[]): Task[] {
  const locks = new Map<string, boolean>();
  for (const [index, { lock, isShared = false }] of tasks.entries()) {
    const isFree = lock !== undefined && (!locks.has(lock) || (isShared && locks.get(lock)));
    if (!isFree) return tasks.slice(0, Math.max(index, 1));
    locks.set(lock, isShared);
  }
  return tasks;
}

/**
 * Judges tasks side by side, so that what they read is one statement, and then lets one write after the other. What one
 * writes at once the next may have read: then those that are left wait for another round.
 */
async function runRound(manager: EntityManager, round: Task[], deferred: DeferredWrites): Promise<Answer[]> {
  await deferred.flush();
  const database = sqliteOf(manager);
  const before = database.writes;
  const transactions = round.map(() => new Transaction(manager));
  const verdicts = await database.together(() =>
    Promise.allSettled(round.map(({ judge }, index) => judge(transactions[index] as Transaction))),
  );
  if (database.writes !== before) throw new Error("What a change is judged by must not be written while it is judged.");
  const answers: Answer[] = [];
  for (const [index, task] of round.entries()) {
    answers.push(
      await plainly(manager, transactions[index] as Transaction, task, verdicts[index] as Verdict, deferred),
    );
    if (database.writes !== before) break;
  }
  return answers;
}

type Verdict = PromiseSettledResult<unknown>;

/** Services find out whether they may before they write. Throws for what cannot be undone by itself. */
async function plainly(
  manager: EntityManager,
  transaction: Transaction,
  { write, resolve, reject }: Task,
  verdict: Verdict,
  deferred: DeferredWrites,
): Promise<Answer> {
  const { writes } = sqliteOf(manager);
  try {
    if (verdict.status === "rejected") throw verdict.reason;
    const result = await deferred.within(() => write(transaction, verdict.value));
    transaction.end();
    return () => resolve(result);
  } catch (error) {
    transaction.close();
    // What the services refused leaves the transaction as it was; another error may have ended it.
    const isUntouched = sqliteOf(manager).writes === writes && transaction.isQuiet;
    if (error instanceof DomainError && isUntouched) return () => reject(error);
    throw error;
  }
}

/** The second attempt: each with a savepoint, and everything written at once. */
async function runOneByOne(manager: EntityManager, tasks: Task[]): Promise<Answer[]> {
  const answers: Answer[] = [];
  for (const task of tasks) answers.push(await undoably(manager, task));
  return answers;
}

/** With a savepoint. Throws when SQLite has undone the whole transaction. */
async function undoably(manager: EntityManager, { judge, write, resolve, reject }: Task): Promise<Answer> {
  await run(manager, "SAVEPOINT task");
  const transaction = new Transaction(manager);
  try {
    const result = await write(transaction, await judge(transaction));
    transaction.end();
    await run(manager, "RELEASE task");
    return () => resolve(result);
  } catch (error) {
    transaction.close();
    await run(manager, "ROLLBACK TO task").catch(() => {
      throw error;
    });
    await run(manager, "RELEASE task");
    return () => reject(error);
  }
}
