import type { FastifyRequest, onRequestAsyncHookHandler, preHandlerAsyncHookHandler } from "fastify";
import type { Actor, WayIn } from "../model/actor.js";
import type { CredentialRefusal } from "../model/credential-refusal.js";
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
    /** Why the credential that came, or that none came, was not accepted. */
    refused: CredentialRefusal | undefined;
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

  const find = (request: FastifyRequest): Promise<Actor> => {
    const { token, organization, place } = claimOf(request);
    if (token === undefined) throw withoutToken(request.headers.authorization);
    const { socket } = request.raw;
    const patience = new Patience(() => socket.destroyed);
    const origin = { wayIn, requestId: request.id, address: addressOf(request), patience };
    const { authentication } = services;
    return place === undefined
      ? authentication.authenticate(token, origin, organization)
      : authentication.authenticateAt(token, origin, place);
  };

  const identify = async (request: FastifyRequest) => {
    try {
      request.actor = await find(request);
    } catch (error) {
      request.actor = null;
      const { code, details } = error instanceof DomainError ? error : { code: undefined, details: {} };
      const isClaimed = details.refused !== "no_credential";
      if (!isClaimed && anonymous) return;
      if (isClaimed && code === "unauthenticated") metrics.failedAuthentications.inc();
      throw error;
    } finally {
      request.identifiedAt = performance.now();
    }
  };

  return {
    config: { allowance: "sender" },
    async onRequest(request) {
      // Who cannot be identified, for whatever reason, is taken off the allowance of its address.
      await identify(request).finally(() => limitRate(request));
    },
    async preHandler(request) {
      if (performance.now() - request.identifiedAt < TRUST_MS) return;
      await identify(request);
    },
  };
}

/** What is said of a header without a token that could be looked at. */
function withoutToken(authorization: string | undefined): DomainError {
  if (authorization === undefined) return DomainError.unauthenticated("no_credential");
  const form = 'the header Authorization must be "Bearer", a space and the token.';
  return /^Bearer(?: |$)/i.test(authorization)
    ? DomainError.unauthenticated("malformed", `The token is missing: ${form}`)
    : DomainError.unauthenticated("wrong_scheme", `The scheme Bearer is missing: ${form}`);
}

function defaultClaim({ headers }: FastifyRequest): Claim {
  return { token: bearerToken(headers.authorization), organization: headers["x-organization"]?.toString() };
}
