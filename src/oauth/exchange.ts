import type { IncomingMessage } from "node:http";
import type { KoaContextWithOIDC } from "oidc-provider";
import type { Origin } from "../model/actor.js";
import type { OAuthApplication } from "../model/oauth-application.js";
import type { AuthenticatedClient, ClaimedClient } from "../services/secrets/client-authentication.js";

/** What the way in knows of a request when it arrives at an OAuth endpoint. */
export interface Arrival {
  origin: Origin;
  /** Whether a member's token is for the gateway when the request names no resource. */
  isForGateway: boolean;
  /** Whether the client may use another mechanism than the registered one, among those that vendors' clients know. */
  takesAnyMechanism: boolean;
  /** The secret in Basic credentials as it was sent, where form-decoding may make another one of it. */
  secretAsSent?: string | undefined;
  /** Set for a request for a new secret of the client's own; `idempotencyKey` throws `invalid` for a malformed header. */
  selfRotation?: { idempotencyKey(): string | undefined } | undefined;
  /** Called with the client when an access token is issued. */
  onIssued(client: AuthenticatedClient): void;
  /** Gives the answer's body another shape, for vendors' clients. */
  reshape?: ((status: number, body: Record<string, unknown>, requestId: string) => object) | undefined;
}

/**
 * One request at an OAuth endpoint, from arrival to answer. All its state is here. Why:
 * docs/decisions/0016-one-value-for-a-token-request.md
 */
export class Exchange {
  /** The client that the request claims to be, before it is authenticated. */
  claimed: ClaimedClient | null = null;
  /** The authenticated client, and the secret by which it is. */
  proved: AuthenticatedClient | null = null;
  /** oidc-provider's context of the request. */
  context: Partial<KoaContextWithOIDC> = {};

  /** The mechanism that the client is registered for, when its secret is right and came by another one. */
  mechanismInstead: string | undefined;

  constructor(readonly arrival: Arrival) {}

  /** The application of the request's client; throws an Error before it is found. */
  get application(): OAuthApplication {
    if (!this.claimed?.known) throw new Error("The request has no client.");
    return this.claimed.application;
  }

  /** The authenticated client; throws an Error before that. */
  get client(): AuthenticatedClient {
    if (!this.proved) throw new Error("The request is not authenticated.");
    return this.proved;
  }
}

/** The exchange travels on the request: oidc-provider passes on nothing else of ours. */
const EXCHANGE = Symbol("exchange");

interface Carrier extends IncomingMessage {
  [EXCHANGE]?: Exchange;
}

/** Begins the exchange of a request that has arrived. */
export function beginExchange(request: Carrier, arrival: Arrival): Exchange {
  const exchange = new Exchange(arrival);
  request[EXCHANGE] = exchange;
  return exchange;
}

/** The exchange of the request that oidc-provider is answering. */
export function exchangeOf({ req }: { req: Carrier }): Exchange {
  const exchange = req[EXCHANGE];
  if (!exchange) throw new Error("The request did not come through a way in.");
  return exchange;
}
