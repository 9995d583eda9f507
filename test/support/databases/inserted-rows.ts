import type { TestDatabase } from "./databases.js";

/**
 * Inserts tens of thousands of rows by SQL, into a table without triggers of ours. PostgreSQL would look for what each
 * refers to, which takes longer than the row; what a test makes up refers to what is there.
 */
export async function insertMany({ kind, query }: TestDatabase, insertion: string): Promise<void> {
  // One message, and so one transaction, at whose end the setting ends.
  await query(kind === "postgres" ? `SET LOCAL session_replication_role = replica; ${insertion}` : insertion);
}
