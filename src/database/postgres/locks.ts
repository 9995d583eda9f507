import type { EntityManager } from "typeorm";
import type { LockedRows, Parameters, Shared } from "../engine.js";
import { Statements } from "../statements.js";
import { LOCK_OF_ROW } from "./locks-at-once.js";
import { run } from "./run.js";

const texts = new Statements();

/** Locks rows until the transaction ends. */
export async function lock(manager: EntityManager, { table, condition, parameters }: LockedRows): Promise<void> {
  const waiting = `pg_advisory_xact_lock(${LOCK_OF_ROW}) IS NOT NULL`;
  await lockRows(manager, `SELECT 1 FROM ${table} WHERE ${condition} AND ${waiting} FOR NO KEY UPDATE`, parameters);
}

/** Locks the rows that a SELECT … FOR NO KEY UPDATE answers, in its order. */
export async function lockRows(manager: EntityManager, text: string, parameters: Parameters): Promise<void> {
  await run(manager, ...texts.bind(text, parameters));
}

/** Locks what is no row. */
export async function lockName(manager: EntityManager, name: string): Promise<void> {
  await run(manager, "SELECT pg_advisory_xact_lock(hashtextextended($1, 1))", [name]);
}

/** Whether all these rows are there; nobody changes those that are held until the transaction ends. */
export async function share(manager: EntityManager, rows: readonly Shared[], parameters: Parameters): Promise<boolean> {
  // One after the other: once the first lock is given, the next statement sees what was committed meanwhile.
  for (const { table, condition, held } of rows) {
    const waiting = `pg_advisory_xact_lock_shared(${LOCK_OF_ROW}) IS NOT NULL`;
    const hold = held ? `AND ${waiting} FOR SHARE` : "";
    const found = await run(manager, ...texts.bind(`SELECT 1 FROM ${table} WHERE ${condition} ${hold}`, parameters));
    if (found.length === 0) return false;
  }
  return true;
}
