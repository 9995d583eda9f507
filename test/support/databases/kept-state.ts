import type { TestDatabase } from "./databases.js";

const KEPT = {
  oauth_applications: "id, version, name",
  client_secrets: "id, expires_at, revoked_at",
  api_tokens: "id, revoked_at",
  access_tokens: "digest",
  audit_events: "id",
};

/** Everything that a request could have changed, except the moments of last use, which authentication writes. */
export async function keptState(database: TestDatabase): Promise<unknown> {
  const tables: Record<string, unknown> = {};
  // One after the other, since queries at the same time would each have a connection made for them.
  for (const [table, columns] of Object.entries(KEPT)) {
    tables[table] = await database.query(`SELECT ${columns} FROM ${table} ORDER BY 1`);
  }
  return tables;
}
