// The SQL of the peers, written by hand over the gateway's own schema. SQLite numbers parameters as they first appear.

const COLUMNS = "id, client_id, name, enabled, redirect_uris, version, organization_id";
export const APPLICATION = `SELECT ${COLUMNS} FROM oauth_applications`;
export const SECRET = "SELECT id, oauth_application_id, hint, expires_at, revoked_at FROM client_secrets";
export const usable = (now) => `revoked_at IS NULL AND (expires_at IS NULL OR expires_at > ${now})`;

/** What is the same on both databases. */
export const STATEMENTS = {
  token: "SELECT id, name, organization_id, expires_at FROM api_tokens WHERE digest = $1 AND revoked_at IS NULL",
  application: `${APPLICATION} WHERE id = $1 AND organization_id = $2`,
  page: `${APPLICATION} WHERE organization_id = $1 AND id < $2 ORDER BY id DESC LIMIT $3`,
  organization: "SELECT id, name FROM organizations WHERE id = $1",
  digests: `SELECT id, digest, expires_at, revoked_at FROM client_secrets WHERE oauth_application_id = $1 AND ${usable("$2")} ORDER BY id DESC`,
  // Of changes.
  usable: `${SECRET} WHERE oauth_application_id = $1 AND ${usable("$2")} ORDER BY id DESC`,
  revokeOne: "UPDATE client_secrets SET revoked_at = $1 WHERE id = $2",
  insertSecret:
    "INSERT INTO client_secrets (id, oauth_application_id, digest, hint, use_count, uses_before_rotation) VALUES ($1, $2, $3, $4, 0, 0)",
  insertAudit: `INSERT INTO audit_events (id, organization_id, action, actor_kind, actor_id, actor_name, target_id, way_in, details)
    VALUES ($1, $2, $3, 'API_TOKEN', $4, $5, $6, $7, $8)`,
  insertToken:
    "INSERT INTO access_tokens (digest, oauth_application_id, scope, audience, issued_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6)",
};
