import type { FastifyRequest, onRequestAsyncHookHandler, preHandlerAsyncHookHandler } from "fastify";
import type { Actor, WayIn } from "../model/actor.js";
import { DomainError } from "../model/domain-error.js";
import type { Services } from "../services/services.js";
import { addressOf } from "./address.js";
import type { Metrics } from "./metrics.js";

declare module "fastify" {
  interface FastifyRequest {
    /** Who sends the request; null when nobody is known. */
    actor: Actor | null;
    /** When that was found out, on the clock of `performance.now`. */
    identifiedAt: number;
  }
}

/** Takes a request off the allowance of whoever sends it; throws `too_many_requests`. */
export type RateLimiter = (request: FastifyRequest) => Promise<void>;

const BEARER = /^Bearer +(\S+) *$/i;

/** What a route that wants to know its sender spreads into its options. */
export interface AuthenticationHooks {
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
}

/** How long a look at a credential counts; a body may take its time to arrive. */
const TRUST_MS = 1000;

/**
 * Finds out who sends a request by its bearer token (RFC 6750 §2.1) before its body is read, and again before it is
 * handled when that took long. Throws `unauthenticated` for a credential that names nobody, always.
 */
export function authenticate(options: AuthenticationOptions): AuthenticationHooks {
  const { wayIn, anonymous, services, metrics, limitRate } = options;

  const identify = async (request: FastifyRequest) => {
    const token = BEARER.exec(request.headers.authorization ?? "")?.[1];
    const organization = request.headers["x-organization"]?.toString();
    const origin = { wayIn, requestId: request.id, address: addressOf(request) };
    request.actor =
      token === undefined ? null : await services.authentication.authenticate(token, origin, organization);
    request.identifiedAt = performance.now();
  };

  const demandIdentity = ({ actor, headers: { authorization } }: FastifyRequest) => {
    if (actor || (anonymous && authorization === undefined)) return;
    if (authorization !== undefined) metrics.failedAuthentications.inc();
    throw DomainError.unauthenticated();
  };

  return {
    async onRequest(request) {
      // Who cannot be identified, for whatever reason, is taken off the allowance of its address.
      await identify(request).catch(async (error: unknown) => {
        await limitRate(request);
        throw error;
      });
      await limitRate(request);
      demandIdentity(request);
    },
    async preHandler(request) {
      if (performance.now() - request.identifiedAt < TRUST_MS) return;
      await identify(request);
      demandIdentity(request);
    },
  };
}
