import type { FastifyRequest, onRequestAsyncHookHandler } from "fastify";
import type { Actor, WayIn } from "../model/actor.js";
import { DomainError } from "../model/domain-error.js";
import type { Services } from "../services/services.js";
import type { Metrics } from "./metrics.js";

declare module "fastify" {
  interface FastifyRequest {
    /** Who sends the request; null when nobody is known. */
    actor: Actor | null;
  }
}

/** Takes a request off the allowance of whoever sends it; throws `too_many_requests`. */
export type RateLimiter = (request: FastifyRequest) => Promise<void>;

const BEARER = /^Bearer +(\S+) *$/i;

export interface AuthenticationOptions {
  wayIn: WayIn;
  /** Whether a request without any credential may pass, as nobody. */
  anonymous: boolean;
  services: Services;
  metrics: Metrics;
  limitRate: RateLimiter;
}

/**
 * Finds out who sends a request by its bearer token (RFC 6750 §2.1), before its body is read. Throws
 * `unauthenticated` for a credential that names nobody, always.
 */
export function authenticate(options: AuthenticationOptions): onRequestAsyncHookHandler {
  const { wayIn, anonymous, services, metrics, limitRate } = options;
  return async (request) => {
    const { authorization } = request.headers;
    const token = BEARER.exec(authorization ?? "")?.[1];
    const origin = { wayIn, requestId: request.id, address: request.ip };
    request.actor = token === undefined ? null : await services.apiTokens.authenticate(token, origin);
    await limitRate(request);
    if (request.actor || (anonymous && authorization === undefined)) return;
    if (authorization !== undefined) metrics.failedAuthentications.inc();
    throw DomainError.unauthenticated();
  };
}
