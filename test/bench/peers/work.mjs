// The work of the peers' stores that is the same on both databases.
import { parseSecretKeys } from "../../../dist/src/key-texts.js";
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

/**
 * A store by what runs its statements. `read(name, ...values)` answers rows; `transaction(work)` commits what `work` does
 * with a function like it. `secretsOf(ids)` are the secrets' rows of many applications; `revokeAll(write, actor, id, now)`
 * and `raiseVersionOf(write, actor, clientId, now)` begin a change by raising the application's version, and answer
 * `{ version, previousId }` and its id. `saveToken(row)` commits one.
 */
export function storeOver({ SECRET_KEYS }, { read, secretsOf, transaction, revokeAll, raiseVersionOf, saveToken }) {
  const keys = new SecretKeys(parseSecretKeys(SECRET_KEYS));

  async function issue(write, id, now) {
    const issued = newSecretOf(id, keys, now);
    await write("insertSecret", ...issued.row);
    return issued;
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
      return secretsOfEach(applicationIds, await secretsOf(applicationIds));
    },

    async organization(id) {
      const [row] = await read("organization", id);
      return row;
    },

    rotate(actor, id) {
      return transaction(async (write) => {
        const now = Date.now();
        const { version, previousId } = await revokeAll(write, actor, id, now);
        const issued = await issue(write, id, now);
        const details = { secretId: issued.secretId, previousSecret: "REVOKE", previousSecretId: previousId };
        await write("insertAudit", ...auditRowOf(actor, now, "client_secret.rotated", id, "GRAPHQL", details));
        return rotationOf(issued, previousId, id, version);
      });
    },

    /** A second secret beside the current one; null when there are two already. */
    addSecret(actor, clientId) {
      return transaction(async (write) => {
        const now = Date.now();
        const id = await raiseVersionOf(write, actor, clientId, now);
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
        const id = await raiseVersionOf(write, actor, clientId, now);
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
      await saveToken(row);
      return answer;
    },
  };
}
