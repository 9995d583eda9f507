import type { IncomingMessage } from "node:http";
import type { KoaContextWithOIDC } from "oidc-provider";
import type { Origin } from "../model/actor.js";
import type { OAuthApplication } from "../model/oauth-application.js";
import type { AuthenticatedClient, ClaimedClient } from "../services/secrets/client-authentication.js";

/** What the way in knows of a request at an OAuth endpoint. */
export interface Arrival {
  origin: Origin;
  /** Whether a member's token is for the gateway when its request names no resource. */
  isForGateway: boolean;
  /** Whether a client may present its proof in another way than the registered one, by mechanisms that vendors know. */
  takesAnyMechanism: boolean;
  /** Told who has got an access token, and with which secret. */
  onIssued(client: AuthenticatedClient): void;
  /** The body of an answer, for clients that expect a shape of their own. */
  reshape?: ((status: number, body: Record<string, unknown>, requestId: string) => object) | undefined;
}

/** One request at an OAuth endpoint, from its arrival to its answer: what is found out on the way is kept here alone. */
export class Exchange {
  /** Whose client id the request names, before anything is proved. */
  claimed: ClaimedClient | null = null;
  /** Who has proved to be that client, and with which secret. */
  proved: AuthenticatedClient | null = null;
  /** oidc-provider's own view of the request. */
  context: Partial<KoaContextWithOIDC> = {};

  constructor(readonly arrival: Arrival) {}

  /** The application whose client asks; throws before it is known. */
  get application(): OAuthApplication {
    if (!this.claimed?.known) throw new Error("The request has no client.");
    return this.claimed.application;
  }

  /** Who asks, once that is proved; throws before. */
  get client(): AuthenticatedClient {
    if (!this.proved) throw new Error("The request is not authenticated.");
    return this.proved;
  }
}

/** oidc-provider hands on nothing of ours but the request itself. */
const EXCHANGE = Symbol("exchange");

interface Carrier extends IncomingMessage {
  [EXCHANGE]?: Exchange;
}

export function beginExchange(request: Carrier, arrival: Arrival): Exchange {
  const exchange = new Exchange(arrival);
  request[EXCHANGE] = exchange;
  return exchange;
}

export function exchangeOf({ req }: { req: Carrier }): Exchange {
  const exchange = req[EXCHANGE];
  if (!exchange) throw new Error("The request did not come through a way in.");
  return exchange;
}
