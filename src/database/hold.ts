import type { EntityManager } from "typeorm";
import { cell, isPostgres, type Parameters, query, Statements } from "./statements.js";

const texts = new Statements();

/** PostgreSQL lets those who share a row overtake who waits to change it, for ever; who waits for this lock is next. */
const QUEUE = "hashtextextended(id, 0)";

/**
 * Holds the rows of this table that the condition selects, until the transaction ends, for who is going to change them.
 * On SQLite there is one writer anyway, and nothing to wait for: not even a moment, so that what is read next is read at
 * once, with what others of the group read.
 */
export function holdToChange(
  manager: EntityManager,
  table: string,
  condition: string,
  parameters: Parameters,
): Promise<unknown> | undefined {
  if (!isPostgres(manager)) return undefined;
  const text = `SELECT 1 FROM ${table} WHERE ${condition} AND pg_advisory_xact_lock(${QUEUE}) IS NOT NULL FOR NO KEY UPDATE`;
  return query(manager, text, parameters);
}

/** Holds something that is no row, until the transaction ends: those who hold the same take turns. */
export async function holdTurn(manager: EntityManager, turn: string): Promise<void> {
  if (isPostgres(manager)) await query(manager, "SELECT pg_advisory_xact_lock(hashtextextended(:turn, 1))", { turn });
}

/** A row that has to be there. One that is `held` nobody changes until the transaction ends; others may hold it as well. */
export interface Needed {
  table: string;
  condition: string;
  held: boolean;
}

/** Whether all these rows are there. On SQLite nobody else changes any of them meanwhile. */
export async function holdToKeep(
  manager: EntityManager,
  needed: readonly Needed[],
  parameters: Parameters,
): Promise<boolean> {
  if (!isPostgres(manager)) {
    const rows = needed.map(({ table, condition }) => `EXISTS (SELECT 1 FROM ${table} WHERE ${condition})`);
    const text = `SELECT CASE WHEN ${rows.join(" AND ")} THEN 'true' END AS cell`;
    return (await cell(manager, ...texts.bind(manager, text, parameters))) === "true";
  }
  // One after the other: who has waited for the first sees the others as they are then.
  for (const { table, condition, held } of needed) {
    const hold = held ? `AND pg_advisory_xact_lock_shared(${QUEUE}) IS NOT NULL FOR SHARE` : "";
    const text = `SELECT 1 FROM ${table} WHERE ${condition} ${hold}`;
    if ((await query(manager, text, parameters)).length === 0) return false;
  }
  return true;
}
