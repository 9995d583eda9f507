import type { IncomingMessage } from "node:http";
import type { Adapter } from "oidc-provider";
import type { AccessTokens } from "../services/access-tokens.js";
import type { Clients } from "./clients.js";

/**
 * Where oidc-provider keeps things: it reads clients and keeps the access tokens of the client credentials grant. What
 * it would keep for grants that are not offered is never there. A token's id is its value: it goes no further.
 * `refuse` throws what is answered when a client was stopped while its token was being issued.
 */
export function createAdapter(
  kind: string,
  request: () => IncomingMessage,
  clients: Clients,
  accessTokens: AccessTokens,
  refuse: () => never,
): Adapter {
  if (kind === "Client") return { ...NOTHING, find: (clientId) => clients.metadata(request(), clientId) };
  if (kind !== "ClientCredentials") return NOTHING;
  return {
    ...NOTHING,
    async upsert(value, { scope = "", aud, iat = 0, exp = 0 }) {
      const isSaved = await accessTokens.save(value, clients.client(request()), {
        scope,
        audience: String(aud),
        issuedAt: new Date(iat * 1000),
        expiresAt: new Date(exp * 1000),
      });
      if (!isSaved) refuse();
    },
    async find(value) {
      const token = await accessTokens.find(value);
      if (!token) return undefined;
      const { application, scope, audience, issuedAt, expiresAt } = token;
      return {
        kind,
        jti: value,
        clientId: application.clientId,
        scope,
        aud: audience,
        iat: issuedAt.getTime() / 1000,
        exp: expiresAt.getTime() / 1000,
        extra: { organization_id: application.organizationId },
      };
    },
    destroy: (value) => accessTokens.revoke(value),
  };
}

const NOTHING: Adapter = {
  upsert: async () => undefined,
  find: async () => undefined,
  findByUserCode: async () => undefined,
  findByUid: async () => undefined,
  consume: async () => undefined,
  destroy: async () => undefined,
  revokeByGrantId: async () => undefined,
};
