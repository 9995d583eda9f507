import type { DataSource } from "typeorm";
import { DomainError } from "../../model/domain-error.js";
import { isUnanswered } from "../failures.js";
import type { Task } from "../line.js";
import { Transaction } from "../transaction.js";
import { begin, sessionOn, undo } from "./connections.js";
import { lockNow } from "./locks-at-once.js";
import { Member, type Write } from "./member.js";
import { managerOn } from "./routes.js";
import type { Connection, Session } from "./session.js";
import { SharedReads } from "./shared-reads.js";

/** How long a group waits for a row that it writes, which nobody should hold. */
const LOCK_TIMEOUT = "SET LOCAL lock_timeout = 100";

/** How a task has come out. */
type Outcome = "alone" | { refusal: DomainError } | { result: unknown };

/** A task in a group. */
interface Part {
  task: Task;
  member: Member;
  transaction: Transaction;
  /** Whether the rows that are locked before `judge` are locked. */
  isLocked: Promise<boolean>;
  verdict: Promise<PromiseSettledResult<unknown>>;
  outcome?: Outcome;
}

/**
 * Runs tasks in one transaction, in two round trips: one that locks and reads, and one that writes and commits. It waits
 * for nobody: a task whose rows are held runs alone, and so does one that asks for what groups have not. Nobody is
 * answered before COMMIT.
 */
export async function commitTogether(
  dataSource: DataSource,
  connection: Connection,
  tasks: readonly Task[],
  runAlone: (task: Task) => void,
): Promise<void> {
  const session = sessionOn(dataSource, connection);
  const parts = ask(dataSource, session, tasks);
  let isCommitting = false;
  try {
    await Promise.all(parts.map(({ verdict }) => verdict));
    session.demandSound();
    for (const part of parts) part.outcome = await outcomeOf(part);
    for (const { writing, rows } of writesOf(parts)) await session.write(writing, rows);
    isCommitting = true;
    await session.commit();
    connection.release();
    for (const { task, outcome } of parts) answer(task, outcome, runAlone);
  } catch (error) {
    for (const { transaction } of parts) transaction.close();
    await undo(session, connection, error);
    const lost = isCommitting ? DomainError.inDoubt(error) : error;
    for (const { task, outcome = { result: undefined } } of parts) {
      const isUndone = typeof outcome === "object" && "result" in outcome;
      if (isUndone && isUnanswered(error)) task.reject(lost);
      else answer(task, isUndone ? "alone" : outcome, runAlone);
    }
  }
}

/** Sends the locks, and then what the tasks are judged by. */
function ask(dataSource: DataSource, session: Session, tasks: readonly Task[]): Part[] {
  begin(session, dataSource);
  session.later(LOCK_TIMEOUT);
  const reads = new SharedReads();
  const locks = tasks.map(({ rows }) => rows && reads.read(lockNow(rows), rows.parameters));
  const parts = tasks.map((task, index) => {
    const member = new Member(reads);
    const transaction = new Transaction(managerOn(dataSource, member));
    const isLocked = locks[index]?.then(({ length }) => length > 0) ?? Promise.resolve(true);
    // In a function of its own, since it may throw at once.
    const judged = (async () => task.judge(transaction))();
    const verdict = Promise.allSettled([judged, isLocked]).then(([first]) => first);
    return { task, member, transaction, isLocked, verdict };
  });
  reads.send(session);
  return parts;
}

/** Lets a task write. What is no refusal happens again when it runs alone, which then tells what it is. */
async function outcomeOf({ task, member, transaction, isLocked, verdict }: Part): Promise<Outcome> {
  try {
    const judged = await verdict;
    if (!(await isLocked)) return "alone";
    if (judged.status === "rejected") throw judged.reason;
    // The last moment to give up.
    task.patience.demand();
    const result = await task.write(transaction, judged.value);
    transaction.end();
    return member.hasToRunAlone ? "alone" : { result };
  } catch (error) {
    transaction.close();
    return error instanceof DomainError && !member.hasToRunAlone ? { refusal: error } : "alone";
  }
}

/**
 * What the tasks write, with one statement for a table's rows as far as their order allows that: a statement changes no
 * row twice. Rows are in the order of ids, which is the order of locks everywhere.
 */
function writesOf(parts: readonly Part[]): Write[] {
  const statements: (Write & { lastPart: Part })[] = [];
  const ofTables = new Map<string, (typeof statements)[number]>();
  for (const part of parts.filter(({ outcome }) => typeof outcome === "object" && "result" in outcome)) {
    for (const { writing, rows } of part.member.writes) {
      const last = ofTables.get(writing.table);
      if (last?.writing === writing && last.lastPart !== part) {
        last.rows.push(...rows);
        last.lastPart = part;
        continue;
      }
      const statement = { writing, rows: [...rows], lastPart: part };
      ofTables.set(writing.table, statement);
      statements.push(statement);
    }
  }
  for (const { writing, rows } of statements) {
    // The id comes first, but after the columns that an UPDATE sets.
    const id = writing.columns?.length ?? 0;
    rows.sort((one, other) => compare(String(one[id]), String(other[id])));
  }
  return statements;
}

function answer(task: Task, outcome: Outcome | undefined, runAlone: (task: Task) => void): void {
  if (outcome === undefined || outcome === "alone") runAlone(task);
  else if ("refusal" in outcome) task.reject(outcome.refusal);
  else task.resolve(outcome.result);
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
