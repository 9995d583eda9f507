import type { LockedRows, Shared } from "../engine.js";

/**
 * PostgreSQL lets transactions that share a row pass one that waits to change it, for ever. An advisory lock is given in
 * the order of asking: whoever changes or shares a row asks for the lock of the row's id first.
 */
export const LOCK_OF_ROW = "hashtextextended(id, 0)";

/** SQL that locks the rows that can be locked at once, and answers one for each. */
export function lockNow({ table, condition }: Pick<LockedRows, "table" | "condition">): string {
  return `SELECT 1 FROM ${table} WHERE ${condition} AND pg_try_advisory_xact_lock(${LOCK_OF_ROW})
    FOR NO KEY UPDATE SKIP LOCKED`;
}

/** SQL that answers the row, unless it is to be held and somebody else changes it. */
export function shareNow({ table, condition, held }: Shared): string {
  const hold = held ? `AND pg_try_advisory_xact_lock_shared(${LOCK_OF_ROW}) FOR SHARE SKIP LOCKED` : "";
  return `SELECT 1 FROM ${table} WHERE ${condition} ${hold}`;
}
