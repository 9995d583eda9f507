// What the peers serve on PostgreSQL. A pool of connections of pg; every statement is named, so that each connection
// prepares it once; each change is one transaction.
import pg from "pg";
import { SECRET, STATEMENTS, usable } from "./statements.mjs";
import { storeOver } from "./work.mjs";

/** As many as the gateway's pool for changes has; more gave nothing. */
const CONNECTIONS = 20;

const INT8 = 20;
// Milliseconds: safe as numbers.
pg.types.setTypeParser(INT8, Number);

const TEXTS = {
  ...STATEMENTS,
  secrets: `${SECRET} WHERE oauth_application_id = ANY($1) ORDER BY id DESC`,
  client:
    "SELECT id, client_id, enabled, organization_id, scopes, grant_types, redirect_uris, access_token_ttl_seconds FROM oauth_applications WHERE client_id = $1",
  raiseVersion:
    "UPDATE oauth_applications SET version = version + 1, updated_at = $1 WHERE id = $2 AND organization_id = $3 RETURNING id, version",
  raiseVersionOfClient:
    "UPDATE oauth_applications SET version = version + 1, updated_at = $1 WHERE client_id = $2 AND organization_id = $3 RETURNING id, version",
  revoke: `UPDATE client_secrets SET revoked_at = $1 WHERE oauth_application_id = $2 AND ${usable("$1")} RETURNING id`,
};

export async function openStore(env) {
  const pool = new pg.Pool({ connectionString: env.DATABASE_URL, max: CONNECTIONS, idleTimeoutMillis: 0 });
  const ask = async (on, name, values) => (await on.query({ name, text: TEXTS[name], values })).rows;
  const read = (name, ...values) => ask(pool, name, values);

  return storeOver(env, {
    read,
    secretsOf: (applicationIds) => read("secrets", applicationIds),

    async transaction(work) {
      const client = await pool.connect();
      try {
        await client.query("BEGIN");
        const answer = await work((name, ...values) => ask(client, name, values));
        await client.query("COMMIT");
        return answer;
      } catch (error) {
        await client.query("ROLLBACK");
        throw error;
      } finally {
        client.release();
      }
    },

    // The UPDATE holds the application's row, so that the changes of one application take turns.
    async revokeAll(write, actor, id, now) {
      const [row] = await write("raiseVersion", now, id, actor.organizationId);
      if (!row) throw new Error("not found");
      const revoked = await write("revoke", now, id);
      // Ids sort by creation.
      const [previousId = null] = revoked
        .map((secret) => secret.id)
        .toSorted()
        .reverse();
      return { version: row.version, previousId };
    },

    async raiseVersionOf(write, actor, clientId, now) {
      const [row] = await write("raiseVersionOfClient", now, clientId, actor.organizationId);
      if (!row) throw new Error("not found");
      return row.id;
    },

    // One statement is a transaction of its own.
    saveToken: (row) => read("insertToken", ...row),
  });
}
