import type { EntityManager } from "typeorm";
import { DomainError } from "../../model/domain-error.js";
import { isUnanswered } from "../failures.js";
import type { Line, Task } from "../line.js";
import { Transaction } from "../transaction.js";
import { DeferredWrites } from "./deferred-writes.js";
import { beginImmediate } from "./lock.js";
import { run, sqliteOf } from "./run.js";

/**
 * How many changes share one transaction of SQLite. Changes that come while a group is under way wait for the next one,
 * so requests are read and answered while SQLite's thread writes.
 */
const MAX_GROUP = 64;

/**
 * Group commit: runs the next tasks in one transaction, so that they share the sync to the disk, which costs most. A
 * task that fails undoes only itself. Nobody is answered before COMMIT; when that fails, all have failed. Why:
 * docs/decisions/0001-single-writer-and-group-commit.md
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
    // After some errors (disk full) SQLite has rolled back already; the first error is the one to report.
    await run(manager, "ROLLBACK").catch(() => undefined);
    for (const { reject } of tasks) reject(error);
  }
}

/** Begins the transaction, and then takes the tasks that have not given up while it waited. */
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

/** Answers a task once the group is committed. */
type Answer = () => void;

/** The first attempt: without savepoints, and with writes held back. Undefined when all of it had to be undone. */
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

/** The next tasks that can be judged side by side: up to the first whose lock is taken already, or that has none. */
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
 * Judges tasks side by side, so that their reads are one statement, and then lets them write one after another. After a
 * write that could not be held back, the rest waits for another round, since it may have read that row.
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

/**
 * Lets one task write, without a savepoint: services refuse before they write. Throws for an error that cannot be
 * undone alone.
 */
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
    // A refusal before any write leaves the transaction as it was; another error may have ended it.
    const isUntouched = sqliteOf(manager).writes === writes && transaction.isQuiet;
    if (error instanceof DomainError && isUntouched) return () => reject(error);
    throw error;
  }
}

/** The second attempt: each task with a savepoint, and every write at once. */
async function runOneByOne(manager: EntityManager, tasks: Task[]): Promise<Answer[]> {
  const answers: Answer[] = [];
  for (const task of tasks) answers.push(await undoably(manager, task));
  return answers;
}

/** Runs one task with a savepoint. Throws when SQLite has undone the whole transaction. */
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
