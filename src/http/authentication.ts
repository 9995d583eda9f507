import type { FastifyRequest, onRequestAsyncHookHandler, preHandlerAsyncHookHandler } from "fastify";
import type { Actor, WayIn } from "../model/actor.js";
import { DomainError } from "../model/domain-error.js";
import { Patience } from "../model/patience.js";
import type { Services } from "../services/services.js";
import { addressOf } from "./address.js";
import type { Metrics } from "./metrics.js";
import type { RateLimiter } from "./rate-limit.js";

declare module "fastify" {
  interface FastifyRequest {
    /** Who sends the request; null when nobody is known. */
    actor: Actor | null;
    /** When that was found out, on the clock of `performance.now`. */
    identifiedAt: number;
  }
}

const BEARER = /^Bearer +(\S+) *$/i;

/** The token of an Authorization header (RFC 6750 §2.1). */
export function bearerToken(authorization: string | undefined): string | undefined {
  return BEARER.exec(authorization ?? "")?.[1];
}

/** What a request says about who sends it. */
export interface Claim {
  token: string | undefined;
  /** The organization that its sender wants to act in, by id or slug, when they are in several. */
  organization?: string | undefined;
  /** The organization whose things the path is about, by id: for anybody else they do not exist. */
  place?: string | undefined;
}

/** What a route that wants to know its sender spreads into its options. */
export interface AuthenticationHooks {
  config: { allowance: "sender" };
  onRequest: onRequestAsyncHookHandler;
  preHandler: preHandlerAsyncHookHandler;
}

export interface AuthenticationOptions {
  wayIn: WayIn;
  /** Whether a request without any credential may pass, as nobody. */
  anonymous: boolean;
  services: Services;
  metrics: Metrics;
  limitRate: RateLimiter;
  /** By default the bearer token and the header X-Organization. */
  claimOf?: (request: FastifyRequest) => Claim;
}

/** How long a look at a credential counts; a body may take its time to arrive. */
const TRUST_MS = 1000;

/**
 * Finds out who sends a request by its bearer token (RFC 6750 §2.1) before its body is read, and again before it is
 * handled when that took long. Throws `unauthenticated` for a credential that names nobody, always.
 */
export function authenticate(options: AuthenticationOptions): AuthenticationHooks {
  const { wayIn, anonymous, services, metrics, limitRate, claimOf = defaultClaim } = options;

  const identify = async (request: FastifyRequest) => {
    const { token, organization, place } = claimOf(request);
    const { socket } = request.raw;
    const patience = new Patience(() => socket.destroyed);
    const origin = { wayIn, requestId: request.id, address: addressOf(request), patience };
    const { authentication } = services;
    if (token === undefined) request.actor = null;
    else if (place === undefined) request.actor = await authentication.authenticate(token, origin, organization);
    else request.actor = await authentication.authenticateAt(token, origin, place);
    request.identifiedAt = performance.now();
  };

  const demandIdentity = (request: FastifyRequest) => {
    const isClaimed = request.headers.authorization !== undefined || claimOf(request).token !== undefined;
    if (request.actor || (anonymous && !isClaimed)) return;
    if (isClaimed) metrics.failedAuthentications.inc();
    throw DomainError.unauthenticated();
  };

  return {
    config: { allowance: "sender" },
    async onRequest(request) {
      // Who cannot be identified, for whatever reason, is taken off the allowance of its address.
      await identify(request).finally(() => limitRate(request));
      demandIdentity(request);
    },
    async preHandler(request) {
      if (performance.now() - request.identifiedAt < TRUST_MS) return;
      await identify(request);
      demandIdentity(request);
    },
  };
}

function defaultClaim({ headers }: FastifyRequest): Claim {
  return { token: bearerToken(headers.authorization), organization: headers["x-organization"]?.toString() };
}
