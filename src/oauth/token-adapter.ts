import type { IncomingMessage } from "node:http";
import type { Adapter } from "oidc-provider";
import type { Actor } from "../model/actor.js";
import type { Patience } from "../model/patience.js";
import type { AccessTokens } from "../services/access-tokens.js";
import type { AuthenticatedClient } from "../services/client-authentication.js";
import type { Clients } from "./clients.js";

export interface AdapterOptions {
  request: () => IncomingMessage;
  clients: Clients;
  accessTokens: AccessTokens;
  /** Throws what is answered when a client was stopped while its token was being issued. */
  refuseStopped: () => never;
  /** Told who got a token, and with which secret. */
  onIssued: (request: IncomingMessage, client: AuthenticatedClient) => void;
  /** How long whoever asks for a token waits. */
  patience: () => Patience;
  /** The client that asks for a token's end. */
  revoker: () => Actor;
}

/**
 * Where oidc-provider keeps things: it reads clients and keeps the access tokens of the client credentials grant. What
 * it would keep for grants that are not offered is never there. A token's id is its value: it goes no further.
 */
export function createAdapter(kind: string, { request, clients, accessTokens, ...events }: AdapterOptions): Adapter {
  if (kind === "Client") return { ...NOTHING, find: (clientId) => clients.metadata(request(), clientId) };
  if (kind !== "ClientCredentials") return NOTHING;
  return {
    ...NOTHING,
    async upsert(value, { scope = "", aud, iat = 0, exp = 0 }) {
      const token = {
        scope,
        audience: String(aud),
        issuedAt: new Date(iat * 1000),
        expiresAt: new Date(exp * 1000),
      };
      const isSaved = await accessTokens.save(value, clients.client(request()), token, events.patience());
      if (!isSaved) events.refuseStopped();
      events.onIssued(request(), clients.client(request()));
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
    destroy: (value) => accessTokens.revoke(events.revoker(), value),
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
