// What the peers' two stores make of rows, the same on both databases.
import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import { newId, timeOf } from "../../../dist/src/model/identifier.js";
import { hintOf, newSecret } from "../../../dist/src/model/secret.js";

export function applicationOf(row) {
  return {
    id: row.id,
    clientId: row.client_id,
    name: row.name,
    enabled: Boolean(row.enabled),
    redirectUris: JSON.parse(row.redirect_uris),
    createdAt: timeOf(row.id).toISOString(),
    version: row.version,
    organizationId: row.organization_id,
  };
}

/** One page of what was asked for with one row more. */
export function pageOf(rows, first) {
  const nodes = rows.slice(0, first).map(applicationOf);
  return { nodes, pageInfo: { hasNextPage: rows.length > first, endCursor: nodes.at(-1)?.id ?? null } };
}

/** Newest first: the newest that works is current, the next one previous. */
export function marked(rows, now) {
  const usable = rows.filter((row) => row.revoked_at === null && (row.expires_at === null || row.expires_at > now));
  for (const row of rows) row.status = row.revoked_at === null ? "EXPIRED" : "REVOKED";
  if (usable[0]) usable[0].status = "CURRENT";
  if (usable[1]) usable[1].status = "PREVIOUS";
  return rows;
}

/** What each of the applications has of secrets, by their rows of all of them. */
export function secretsOfEach(applicationIds, rows) {
  const now = Date.now();
  const byApplication = new Map(applicationIds.map((id) => [id, []]));
  for (const row of rows) byApplication.get(row.oauth_application_id).push(row);
  return applicationIds.map((id) => marked(byApplication.get(id), now).map(secretOf));
}

function secretOf(row) {
  return { id: row.id, hint: row.hint, status: row.status, expiresAt: momentOf(row.expires_at) };
}

function momentOf(milliseconds) {
  return milliseconds === null ? null : new Date(milliseconds).toISOString();
}

/** The bearer token of a header; undefined when there is none. */
export function bearerOf(authorization = "") {
  return /^Bearer +(\S+) *$/i.exec(authorization)?.[1];
}

/** Who a token's row names; null for nobody. */
export function actorOf(found) {
  if (!found || (found.expires_at !== null && found.expires_at <= Date.now())) return null;
  return { id: found.id, name: found.name, organizationId: found.organization_id };
}

/** A client's id and secret in a header of `client_secret_basic`. */
export function basicOf(authorization = "") {
  const basic = Buffer.from(authorization.replace(/^Basic +/i, ""), "base64").toString();
  const [clientId, plaintext = ""] = basic.split(":").map(decodeURIComponent);
  return [clientId, plaintext];
}

/** The row of the secret that has this digest, compared in constant time. */
export function secretWith(digest, rows) {
  const wanted = Buffer.from(digest);
  return rows.find((row) => row.digest.length === wanted.length && timingSafeEqual(Buffer.from(row.digest), wanted));
}

export function verificationOf({ client, secret }) {
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
}

/** A new secret, and the values of its row. */
export function newSecretOf(applicationId, keys, now) {
  const plaintext = newSecret("ogs_");
  const secretId = newId("sec_", now);
  return {
    plaintext,
    secretId,
    row: [secretId, applicationId, keys.digest(applicationId, plaintext), hintOf(plaintext)],
  };
}

/** The values of an audit event's row. */
export function auditRowOf(actor, now, action, applicationId, wayIn, details) {
  const event = [newId("evt_", now), actor.organizationId, action, actor.id, actor.name, applicationId, wayIn];
  return [...event, JSON.stringify(details)];
}

export function rotationOf({ plaintext, secretId }, previousId, id, version) {
  return {
    clientSecret: plaintext,
    secret: { id: secretId, hint: hintOf(plaintext), status: "CURRENT" },
    previousSecret: previousId === null ? null : { id: previousId, status: "REVOKED" },
    oauthApplication: { id, version },
  };
}

/** A new access token: the values of its row, and what is answered. */
export function newTokenOf(client) {
  const value = randomBytes(32).toString("base64url");
  const [now, scope] = [Math.floor(Date.now() / 1000) * 1000, JSON.parse(client.scopes).join(" ")];
  const { access_token_ttl_seconds: seconds } = client;
  const digest = createHash("sha256").update(value).digest("base64url");
  return {
    row: [digest, client.id, scope, `urn:oauth-application:${client.id}`, now, now + seconds * 1000],
    answer: { access_token: value, expires_in: seconds, token_type: "Bearer", scope },
  };
}
