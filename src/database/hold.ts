import type { EntityManager } from "typeorm";
import { cell, isPostgres, type Parameters, query, Statements } from "./statements.js";

const texts = new Statements();

/** PostgreSQL lets those who share a row overtake who waits to change it, for ever; who waits for this lock is next. */
const QUEUE = "hashtextextended(id, 0)";

/**
 * Holds the rows of this table that the condition selects, until the transaction ends, for who is going to change them,
 * and answers nothing. On SQLite there is one writer anyway.
 */
export async function holdToChange(
  manager: EntityManager,
  table: string,
  condition: string,
  parameters: Parameters,
): Promise<void> {
  if (!isPostgres(manager)) return;
  const text = `SELECT 1 FROM ${table} WHERE ${condition} AND pg_advisory_xact_lock(${QUEUE}) IS NOT NULL FOR NO KEY UPDATE`;
  await query(manager, text, parameters);
}

/**
 * Whether there is a row of each table for its condition: on PostgreSQL nobody changes these rows until the transaction
 * ends. Others may hold them so as well.
 */
export async function holdToKeep(
  manager: EntityManager,
  conditions: readonly (readonly [table: string, condition: string])[],
  parameters: Parameters,
): Promise<boolean> {
  if (!isPostgres(manager)) {
    const rows = conditions.map(([table, condition]) => `EXISTS (SELECT 1 FROM ${table} WHERE ${condition})`);
    const text = `SELECT CASE WHEN ${rows.join(" AND ")} THEN 'true' END AS cell`;
    return (await cell(manager, ...texts.bind(manager, text, parameters))) === "true";
  }
  // One after the other: who has waited for the first sees the others as they are then.
  for (const [table, condition] of conditions) {
    const text = `SELECT 1 FROM ${table} WHERE ${condition} AND pg_advisory_xact_lock_shared(${QUEUE}) IS NOT NULL FOR SHARE`;
    if ((await query(manager, text, parameters)).length === 0) return false;
  }
  return true;
}
