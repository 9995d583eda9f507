import type { Adapter } from "oidc-provider";
import { applicationActor } from "../services/actors/application-actor.js";
import type { AccessTokens } from "../services/tokens/access-tokens.js";
import type { Clients } from "./clients.js";
import type { Exchange } from "./exchange.js";
import type { Mechanism } from "./mechanisms/mechanism.js";

export interface AdapterOptions {
  /** The request that oidc-provider is answering. */
  exchange: () => Exchange;
  /** The mechanism that this request uses. */
  presented: () => Mechanism;
  clients: Clients;
  accessTokens: AccessTokens;
}

/**
 * oidc-provider's view of the storage: clients, and access tokens for introspection and revocation. It stores nothing
 * by itself, since the only grant saves its own tokens. A token's id is its value.
 */
export function createAdapter(kind: string, { exchange, presented, clients, accessTokens }: AdapterOptions): Adapter {
  if (kind === "Client") return { ...NOTHING, find: (clientId) => clients.find(exchange(), clientId, presented()) };
  if (kind !== "ClientCredentials") return NOTHING;
  return {
    ...NOTHING,
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
    destroy: (value) => {
      const { application, arrival } = exchange();
      return accessTokens.revoke(applicationActor(application, arrival.origin), value);
    },
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
