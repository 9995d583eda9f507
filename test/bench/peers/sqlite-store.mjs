// The work in SQL, written by hand over the gateway's own SQLite schema: what the peers serve there. Statements are prepared
// once, reads have a connection of their own, and each change is one transaction at synchronous=FULL.
import sqlite3 from "sqlite3";
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

const APPLICATION =
  "SELECT id, client_id, name, enabled, redirect_uris, version, organization_id FROM oauth_applications";
const SECRET = "SELECT id, oauth_application_id, hint, expires_at, revoked_at FROM client_secrets";
const USABLE = "revoked_at IS NULL AND (expires_at IS NULL OR expires_at > ?)";

const READS = {
  token: "SELECT id, name, organization_id, expires_at FROM api_tokens WHERE digest = ? AND revoked_at IS NULL",
  application: `${APPLICATION} WHERE id = ? AND organization_id = ?`,
  page: `${APPLICATION} WHERE organization_id = ? AND id < ? ORDER BY id DESC LIMIT ?`,
  secrets: `${SECRET} WHERE oauth_application_id IN (SELECT value FROM json_each(?)) ORDER BY id DESC`,
  organization: "SELECT id, name FROM organizations WHERE id = ?",
  client: "SELECT * FROM oauth_applications WHERE client_id = ?",
  digests: `SELECT id, digest, expires_at, revoked_at FROM client_secrets WHERE oauth_application_id = ? AND ${USABLE} ORDER BY id DESC`,
};

const WRITES = {
  client: `${APPLICATION} WHERE client_id = ? AND organization_id = ?`,
  begin: "BEGIN IMMEDIATE",
  commit: "COMMIT",
  rollback: "ROLLBACK",
  application: `${APPLICATION} WHERE id = ? AND organization_id = ?`,
  raiseVersion: "UPDATE oauth_applications SET version = version + 1, updated_at = ? WHERE id = ?",
  usable: `${SECRET} WHERE oauth_application_id = ? AND ${USABLE} ORDER BY id DESC`,
  revoke: `UPDATE client_secrets SET revoked_at = ? WHERE oauth_application_id = ? AND ${USABLE}`,
  revokeOne: "UPDATE client_secrets SET revoked_at = ? WHERE id = ?",
  insertSecret:
    "INSERT INTO client_secrets (id, oauth_application_id, digest, hint, use_count, uses_before_rotation) VALUES (?, ?, ?, ?, 0, 0)",
  insertAudit: `INSERT INTO audit_events (id, organization_id, action, actor_kind, actor_id, actor_name, target_id, way_in, details)
    VALUES (?, ?, ?, 'API_TOKEN', ?, ?, ?, ?, ?)`,
  insertToken:
    "INSERT INTO access_tokens (digest, oauth_application_id, scope, audience, issued_at, expires_at) VALUES (?, ?, ?, ?, ?, ?)",
};

export async function openStore({ DATABASE_URL, SECRET_KEYS }) {
  const path = DATABASE_URL.replace(/^sqlite:/, "");
  const reader = await connect(path, sqlite3.OPEN_READONLY, READS);
  const writer = await connect(path, sqlite3.OPEN_READWRITE, WRITES, [
    "journal_mode = WAL",
    "synchronous = FULL",
    "temp_store = MEMORY",
    "wal_autocheckpoint = 4000",
  ]);
  const keys = new SecretKeys(parseSecretKeys(SECRET_KEYS));
  let tail = Promise.resolve();

  async function issue(id, now) {
    const issued = newSecretOf(id, keys, now);
    await writer.insertSecret(...issued.row);
    return issued;
  }

  async function clientOf(actor, clientId) {
    const [row] = await writer.client(clientId, actor.organizationId);
    if (!row) throw new Error("not found");
    return row;
  }

  /** One transaction at a time. */
  function transaction(work) {
    const result = tail.then(async () => {
      await writer.begin();
      try {
        const answer = await work();
        await writer.commit();
        return answer;
      } catch (error) {
        await writer.rollback();
        throw error;
      }
    });
    tail = result.catch(() => undefined);
    return result;
  }

  /** Null for a client or a secret that is not good. */
  async function verify(clientId, plaintext, organizationId) {
    const [client] = await reader.client(clientId);
    if (!client?.enabled || (organizationId && client.organization_id !== organizationId)) return null;
    const now = Date.now();
    const secret = secretWith(keys.digest(client.id, plaintext), marked(await reader.digests(client.id, now), now));
    return secret ? { client, secret } : null;
  }

  return {
    /** Who sends a request with this header; null for nobody. */
    async authenticate(authorization) {
      const token = bearerOf(authorization);
      if (!token) return null;
      const [found] = await reader.token(keys.digest("api-token", token));
      return actorOf(found);
    },

    async application(actor, id) {
      const [row] = await reader.application(id, actor.organizationId);
      return row ? applicationOf(row) : null;
    },

    async page(actor, first, after) {
      return pageOf(await reader.page(actor.organizationId, after ?? "app_~", first + 1), first);
    },

    async secrets(applicationIds) {
      return secretsOfEach(applicationIds, await reader.secrets(JSON.stringify(applicationIds)));
    },

    async organization(id) {
      const [row] = await reader.organization(id);
      return row;
    },

    rotate(actor, id) {
      return transaction(async () => {
        const [row] = await writer.application(id, actor.organizationId);
        if (!row) throw new Error("not found");
        const now = Date.now();
        await writer.raiseVersion(now, id);
        const [previous] = await writer.usable(id, now);
        await writer.revoke(now, id, now);
        const issued = await issue(id, now);
        const previousId = previous?.id ?? null;
        const details = { secretId: issued.secretId, previousSecret: "REVOKE", previousSecretId: previousId };
        await writer.insertAudit(...auditRowOf(actor, now, "client_secret.rotated", id, "GRAPHQL", details));
        return rotationOf(issued, previousId, id, row.version + 1);
      });
    },

    /** A second secret beside the current one; null when there are two already. */
    addSecret(actor, clientId) {
      return transaction(async () => {
        const { id } = await clientOf(actor, clientId);
        const now = Date.now();
        await writer.raiseVersion(now, id);
        const [previous, another] = await writer.usable(id, now);
        if (another) return null;
        const { plaintext, secretId } = await issue(id, now);
        const details = { secretId, previousSecret: "KEEP", previousSecretId: previous?.id ?? null };
        await writer.insertAudit(...auditRowOf(actor, now, "client_secret.rotated", id, "CLOUDFLARE", details));
        return { client_secret: plaintext };
      });
    },

    /** Stops the older of two secrets; null when there is only one. */
    deletePreviousSecret(actor, clientId) {
      return transaction(async () => {
        const { id } = await clientOf(actor, clientId);
        const now = Date.now();
        await writer.raiseVersion(now, id);
        const [current, previous] = await writer.usable(id, now);
        if (!previous) return null;
        await writer.revokeOne(now, previous.id);
        const details = { secretId: current.id, previousSecretId: previous.id };
        const action = "client_secret.rotation_completed";
        await writer.insertAudit(...auditRowOf(actor, now, action, id, "CLOUDFLARE", details));
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
      await transaction(() => writer.insertToken(...row));
      return answer;
    },
  };
}

/** A connection with its statements, prepared once: `connection.name(...parameters)` answers rows. */
async function connect(path, flags, statements, pragmas = []) {
  const database = await new Promise((resolve, reject) => {
    const opened = new sqlite3.Database(path, flags, (error) => (error ? reject(error) : resolve(opened)));
  });
  for (const pragma of pragmas) await new Promise((resolve) => database.all(`PRAGMA ${pragma}`, resolve));
  const prepared = Object.entries(statements).map(([name, sql]) => {
    const statement = database.prepare(sql);
    return [
      name,
      (...parameters) =>
        new Promise((resolve, reject) =>
          statement.all(parameters, (error, rows) => (error ? reject(error) : resolve(rows))),
        ),
    ];
  });
  return Object.fromEntries(prepared);
}
