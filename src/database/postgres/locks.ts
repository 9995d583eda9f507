import type { EntityManager } from "typeorm";
import { type Parameters, query } from "../statements.js";

/** PostgreSQL lets those who share a row overtake who waits to change it, for ever; who waits for this lock is next. */
const QUEUE = "hashtextextended(id, 0)";

/** A row that has to be there. One that is `held` nobody changes until the transaction ends; others may hold it as well. */
export interface Shared {
  table: string;
  condition: string;
  held: boolean;
}

/** Rows of a table that a condition selects. */
export interface LockedRows {
  table: string;
  condition: string;
  parameters: Parameters;
}

/** Locks rows until the transaction ends. */
export function lock(manager: EntityManager, { table, condition, parameters }: LockedRows): Promise<unknown> {
  const text = `SELECT 1 FROM ${table} WHERE ${condition} AND pg_advisory_xact_lock(${QUEUE}) IS NOT NULL FOR NO KEY UPDATE`;
  return query(manager, text, parameters);
}

/** Locks something that is no row. */
export function lockName(manager: EntityManager, name: string): Promise<unknown> {
  return query(manager, "SELECT pg_advisory_xact_lock(hashtextextended(:name, 1))", { name });
}

/** Whether all these rows are there, which nobody changes until the transaction ends. */
export async function share(manager: EntityManager, rows: readonly Shared[], parameters: Parameters): Promise<boolean> {
  // One after the other: who has waited for the first sees the others as they are then.
  for (const { table, condition, held } of rows) {
    const hold = held ? `AND pg_advisory_xact_lock_shared(${QUEUE}) IS NOT NULL FOR SHARE` : "";
    const text = `SELECT 1 FROM ${table} WHERE ${condition} ${hold}`;
    if ((await query(manager, text, parameters)).length === 0) return false;
  }
  return true;
}
