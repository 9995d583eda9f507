// The work in SQL, written by hand over the gateway's own SQLite schema: what both peers serve. Statements are prepared
// once, reads have a connection of their own, and each change is one transaction at synchronous=FULL.
import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import sqlite3 from "sqlite3";
import { parseSecretKeys } from "../../../dist/src/config.js";
import { newId, timeOf } from "../../../dist/src/model/identifier.js";
import { hintOf, newSecret } from "../../../dist/src/model/secret.js";
import { SecretKeys } from "../../../dist/src/services/keys/secret-keys.js";

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
    const plaintext = newSecret("ogs_");
    const secretId = newId("sec_", now);
    await writer.insertSecret(secretId, id, keys.digest(id, plaintext), hintOf(plaintext));
    return { plaintext, secretId };
  }

  function audit(actor, now, action, id, wayIn, details) {
    const event = [newId("evt_", now), actor.organizationId, action, actor.id, actor.name, id, wayIn];
    return writer.insertAudit(...event, JSON.stringify(details));
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
    const secrets = marked(await reader.digests(client.id, now), now);
    const digest = Buffer.from(keys.digest(client.id, plaintext));
    const secret = secrets.find(
      (row) => row.digest.length === digest.length && timingSafeEqual(Buffer.from(row.digest), digest),
    );
    return secret ? { client, secret } : null;
  }

  return {
    /** Who sends a request with this header; null for nobody. */
    async authenticate(authorization = "") {
      const token = /^Bearer +(\S+) *$/i.exec(authorization)?.[1];
      if (!token) return null;
      const [found] = await reader.token(keys.digest("api-token", token));
      if (!found || (found.expires_at !== null && found.expires_at <= Date.now())) return null;
      return { id: found.id, name: found.name, organizationId: found.organization_id };
    },

    async application(actor, id) {
      const [row] = await reader.application(id, actor.organizationId);
      return row ? applicationOf(row) : null;
    },

    async page(actor, first, after = "app_~") {
      const rows = await reader.page(actor.organizationId, after ?? "app_~", first + 1);
      const nodes = rows.slice(0, first).map(applicationOf);
      return { nodes, pageInfo: { hasNextPage: rows.length > first, endCursor: nodes.at(-1)?.id ?? null } };
    },

    async secrets(applicationIds) {
      const now = Date.now();
      const byApplication = new Map(applicationIds.map((id) => [id, []]));
      for (const row of await reader.secrets(JSON.stringify(applicationIds))) {
        byApplication.get(row.oauth_application_id).push(row);
      }
      return applicationIds.map((id) => marked(byApplication.get(id), now).map(secretOf));
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
        const { plaintext, secretId } = await issue(id, now);
        const details = { secretId, previousSecret: "REVOKE", previousSecretId: previous?.id ?? null };
        await audit(actor, now, "client_secret.rotated", id, "GRAPHQL", details);
        return {
          clientSecret: plaintext,
          secret: { id: secretId, hint: hintOf(plaintext), status: "CURRENT" },
          previousSecret: previous ? { id: previous.id, status: "REVOKED" } : null,
          oauthApplication: { id, version: row.version + 1 },
        };
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
        await audit(actor, now, "client_secret.rotated", id, "CLOUDFLARE", details);
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
        await audit(actor, now, "client_secret.rotation_completed", id, "CLOUDFLARE", details);
        return { id: clientId };
      });
    },

    async verifySecret(actor, clientId, plaintext) {
      const found = await verify(clientId, plaintext, actor.organizationId);
      if (!found) return { active: false };
      const { client, secret } = found;
      return {
        active: true,
        client_id: client.client_id,
        oauth_application_id: client.id,
        organization_id: client.organization_id,
        scope: JSON.parse(client.scopes).join(" "),
        grant_types: JSON.parse(client.grant_types).map((grant) => grant.toLowerCase()),
        redirect_uris: JSON.parse(client.redirect_uris),
        secret: { id: secret.id, status: secret.status, expires_at: momentOf(secret.expires_at) },
      };
    },

    /** The client credentials grant with `client_secret_basic`; null when the client is not good. */
    async issueToken(authorization = "") {
      const basic = Buffer.from(authorization.replace(/^Basic +/i, ""), "base64").toString();
      const [clientId, plaintext] = basic.split(":").map(decodeURIComponent);
      const found = await verify(clientId, plaintext ?? "");
      if (!found) return null;
      const { client } = found;
      const value = randomBytes(32).toString("base64url");
      const [now, scope] = [Math.floor(Date.now() / 1000) * 1000, JSON.parse(client.scopes).join(" ")];
      const expires = now + client.access_token_ttl_seconds * 1000;
      const digest = createHash("sha256").update(value).digest("base64url");
      await transaction(() =>
        writer.insertToken(digest, client.id, scope, `urn:oauth-application:${client.id}`, now, expires),
      );
      return { access_token: value, expires_in: client.access_token_ttl_seconds, token_type: "Bearer", scope };
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

function applicationOf(row) {
  return {
    id: row.id,
    clientId: row.client_id,
    name: row.name,
    enabled: row.enabled === 1,
    redirectUris: JSON.parse(row.redirect_uris),
    createdAt: timeOf(row.id).toISOString(),
    version: row.version,
    organizationId: row.organization_id,
  };
}

/** Newest first: the newest that works is current, the next one previous. */
function marked(rows, now) {
  const usable = rows.filter((row) => row.revoked_at === null && (row.expires_at === null || row.expires_at > now));
  for (const row of rows) row.status = row.revoked_at === null ? "EXPIRED" : "REVOKED";
  if (usable[0]) usable[0].status = "CURRENT";
  if (usable[1]) usable[1].status = "PREVIOUS";
  return rows;
}

function secretOf(row) {
  return { id: row.id, hint: row.hint, status: row.status, expiresAt: momentOf(row.expires_at) };
}

function momentOf(milliseconds) {
  return milliseconds === null ? null : new Date(milliseconds).toISOString();
}
