// The work in SQL, written by hand over the gateway's own PostgreSQL schema: what the peers serve there. A pool of
// connections of pg; every statement is named, so that each connection prepares it once; each change is one transaction.
import pg from "pg";
import { parseSecretKeys } from "../../../dist/src/config.js";
import { SecretKeys } from "../../../dist/src/services/keys/secret-keys.js";
import {
  actorOf,
  applicationOf,
  auditRowOf,
  basicOf,
  bearerOf,
  marked,
  newSecretOf,
  newTokenOf,
  pageOf,
  rotationOf,
  secretsOfEach,
  secretWith,
  verificationOf,
} from "./rows.mjs";

/** As many as the gateway's pool for changes has; more gave nothing. */
const CONNECTIONS = 20;

const INT8 = 20;
// Milliseconds: safe as numbers.
pg.types.setTypeParser(INT8, Number);

const COLUMNS = "id, client_id, name, enabled, redirect_uris, version, organization_id";
const APPLICATION = `SELECT ${COLUMNS} FROM oauth_applications`;
const SECRET = "SELECT id, oauth_application_id, hint, expires_at, revoked_at FROM client_secrets";
const usable = (now) => `revoked_at IS NULL AND (expires_at IS NULL OR expires_at > ${now})`;

const STATEMENTS = {
  token: "SELECT id, name, organization_id, expires_at FROM api_tokens WHERE digest = $1 AND revoked_at IS NULL",
  application: `${APPLICATION} WHERE id = $1 AND organization_id = $2`,
  page: `${APPLICATION} WHERE organization_id = $1 AND id < $2 ORDER BY id DESC LIMIT $3`,
  secrets: `${SECRET} WHERE oauth_application_id = ANY($1) ORDER BY id DESC`,
  organization: "SELECT id, name FROM organizations WHERE id = $1",
  client:
    "SELECT id, client_id, enabled, organization_id, scopes, grant_types, redirect_uris, access_token_ttl_seconds FROM oauth_applications WHERE client_id = $1",
  digests: `SELECT id, digest, expires_at, revoked_at FROM client_secrets WHERE oauth_application_id = $1 AND ${usable("$2")} ORDER BY id DESC`,
  // Of changes.
  raiseVersion:
    "UPDATE oauth_applications SET version = version + 1, updated_at = $1 WHERE id = $2 AND organization_id = $3 RETURNING id, version",
  raiseVersionOfClient:
    "UPDATE oauth_applications SET version = version + 1, updated_at = $1 WHERE client_id = $2 AND organization_id = $3 RETURNING id, version",
  usable: `${SECRET} WHERE oauth_application_id = $1 AND ${usable("$2")} ORDER BY id DESC`,
  revoke: `UPDATE client_secrets SET revoked_at = $1 WHERE oauth_application_id = $2 AND ${usable("$1")} RETURNING id`,
  revokeOne: "UPDATE client_secrets SET revoked_at = $1 WHERE id = $2",
  insertSecret:
    "INSERT INTO client_secrets (id, oauth_application_id, digest, hint, use_count, uses_before_rotation) VALUES ($1, $2, $3, $4, 0, 0)",
  insertAudit: `INSERT INTO audit_events (id, organization_id, action, actor_kind, actor_id, actor_name, target_id, way_in, details)
    VALUES ($1, $2, $3, 'API_TOKEN', $4, $5, $6, $7, $8)`,
  insertToken:
    "INSERT INTO access_tokens (digest, oauth_application_id, scope, audience, issued_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6)",
};

export async function openStore({ DATABASE_URL, SECRET_KEYS }) {
  const pool = new pg.Pool({ connectionString: DATABASE_URL, max: CONNECTIONS, idleTimeoutMillis: 0 });
  const keys = new SecretKeys(parseSecretKeys(SECRET_KEYS));
  const ask = async (on, name, values) => (await on.query({ name, text: STATEMENTS[name], values })).rows;
  const read = (name, ...values) => ask(pool, name, values);

  async function issue(write, id, now) {
    const issued = newSecretOf(id, keys, now);
    await write("insertSecret", ...issued.row);
    return issued;
  }

  async function transaction(work) {
    const client = await pool.connect();
    const write = (name, ...values) => ask(client, name, values);
    try {
      await client.query("BEGIN");
      const answer = await work(write);
      await client.query("COMMIT");
      return answer;
    } catch (error) {
      await client.query("ROLLBACK");
      throw error;
    } finally {
      client.release();
    }
  }

  /** The UPDATE holds the application's row, so that the changes of one application take turns. */
  async function raiseVersionOf(write, clientId, actor, now) {
    const [row] = await write("raiseVersionOfClient", now, clientId, actor.organizationId);
    if (!row) throw new Error("not found");
    return row;
  }

  /** Null for a client or a secret that is not good. */
  async function verify(clientId, plaintext, organizationId) {
    const [client] = await read("client", clientId);
    if (!client?.enabled || (organizationId && client.organization_id !== organizationId)) return null;
    const now = Date.now();
    const secret = secretWith(keys.digest(client.id, plaintext), marked(await read("digests", client.id, now), now));
    return secret ? { client, secret } : null;
  }

  return {
    /** Who sends a request with this header; null for nobody. */
    async authenticate(authorization) {
      const token = bearerOf(authorization);
      if (!token) return null;
      const [found] = await read("token", keys.digest("api-token", token));
      return actorOf(found);
    },

    async application(actor, id) {
      const [row] = await read("application", id, actor.organizationId);
      return row ? applicationOf(row) : null;
    },

    async page(actor, first, after) {
      return pageOf(await read("page", actor.organizationId, after ?? "app_~", first + 1), first);
    },

    async secrets(applicationIds) {
      return secretsOfEach(applicationIds, await read("secrets", applicationIds));
    },

    async organization(id) {
      const [row] = await read("organization", id);
      return row;
    },

    rotate(actor, id) {
      return transaction(async (write) => {
        const now = Date.now();
        const [row] = await write("raiseVersion", now, id, actor.organizationId);
        if (!row) throw new Error("not found");
        const revoked = await write("revoke", now, id);
        // Ids sort by creation.
        const previousId =
          revoked
            .map(({ id }) => id)
            .sort()
            .at(-1) ?? null;
        const issued = await issue(write, id, now);
        const details = { secretId: issued.secretId, previousSecret: "REVOKE", previousSecretId: previousId };
        await write("insertAudit", ...auditRowOf(actor, now, "client_secret.rotated", id, "GRAPHQL", details));
        return rotationOf(issued, previousId, id, row.version);
      });
    },

    /** A second secret beside the current one; null when there are two already. */
    addSecret(actor, clientId) {
      return transaction(async (write) => {
        const now = Date.now();
        const { id } = await raiseVersionOf(write, clientId, actor, now);
        const [previous, another] = await write("usable", id, now);
        if (another) return null;
        const { plaintext, secretId } = await issue(write, id, now);
        const details = { secretId, previousSecret: "KEEP", previousSecretId: previous?.id ?? null };
        await write("insertAudit", ...auditRowOf(actor, now, "client_secret.rotated", id, "CLOUDFLARE", details));
        return { client_secret: plaintext };
      });
    },

    /** Stops the older of two secrets; null when there is only one. */
    deletePreviousSecret(actor, clientId) {
      return transaction(async (write) => {
        const now = Date.now();
        const { id } = await raiseVersionOf(write, clientId, actor, now);
        const [current, previous] = await write("usable", id, now);
        if (!previous) return null;
        await write("revokeOne", now, previous.id);
        const details = { secretId: current.id, previousSecretId: previous.id };
        const action = "client_secret.rotation_completed";
        await write("insertAudit", ...auditRowOf(actor, now, action, id, "CLOUDFLARE", details));
        return { id: clientId };
      });
    },

    async verifySecret(actor, clientId, plaintext) {
      const found = await verify(clientId, plaintext, actor.organizationId);
      return found ? verificationOf(found) : { active: false };
    },

    /** The client credentials grant with `client_secret_basic`; null when the client is not good. */
    async issueToken(authorization) {
      const found = await verify(...basicOf(authorization));
      if (!found) return null;
      const { row, answer } = newTokenOf(found.client);
      // One statement is a transaction of its own.
      await read("insertToken", ...row);
      return answer;
    },
  };
}
