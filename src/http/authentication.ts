import type { FastifyRequest, onRequestAsyncHookHandler, preHandlerAsyncHookHandler } from "fastify";
import type { Actor, WayIn } from "../model/actor.js";
import type { CredentialRefusal } from "../model/credential-refusal.js";
import { DomainError } from "../model/domain-error.js";
import { Patience } from "../model/patience.js";
import { UndecidedUser } from "../model/undecided-user.js";
import type { Services } from "../services/services.js";
import { sentFrom } from "./address.js";
import type { Metrics } from "./metrics.js";
import type { RateLimiter } from "./rate-limit.js";

declare module "fastify" {
  interface FastifyRequest {
    /** The sender of the request; null when it is not known. */
    actor: Actor | null;
    /** The user who sends the request, when they have to say in which of their organizations. */
    undecided: UndecidedUser | null;
    /** Why the request's credential, or its absence, was refused. */
    refused: CredentialRefusal | undefined;
    /** When the credential was checked, by `performance.now`. */
    identifiedAt: number;
  }
}

const BEARER = /^Bearer +(\S+) *$/i;

/** The token of an Authorization header (RFC 6750 §2.1). */
export function bearerToken(authorization: string | undefined): string | undefined {
  return BEARER.exec(authorization ?? "")?.[1];
}

/** What a request says about its sender. */
export interface Claim {
  token: string | undefined;
  /** The organization to act in, by id or slug, for a sender with several. */
  organization?: string | undefined;
  /** The organization in the path, by id; senders of other organizations get 404. */
  place?: string | undefined;
}

/** Options of a route that needs its sender, to be spread into the route's own. */
export interface AuthenticationHooks {
  config: { allowance: "sender" };
  onRequest: onRequestAsyncHookHandler;
  preHandler: preHandlerAsyncHookHandler;
}

export interface AuthenticationOptions {
  wayIn: WayIn;
  /** Whether requests without a credential may pass, with no actor. */
  anonymous: boolean;
  /** Whether a user who has to choose an organization first may pass, as nobody but `undecided`. */
  undecided?: boolean;
  services: Services;
  metrics: Metrics;
  limitRate: RateLimiter;
  /** Default: the bearer token and the header X-Organization. */
  claimOf?: (request: FastifyRequest) => Claim;
}

/** How long the check of a credential counts; a body may take longer to arrive. */
const TRUST_MS = 1000;

/**
 * Identifies a request's sender by its bearer token (RFC 6750 §2.1): before the body is read, and again before the
 * handler when that took long. Always throws `unauthenticated` for an invalid credential.
 */
export function authenticate(options: AuthenticationOptions): AuthenticationHooks {
  const { wayIn, anonymous, undecided = false, services, metrics, limitRate, claimOf = defaultClaim } = options;

  const find = (request: FastifyRequest): Promise<Actor> => {
    const { token, organization, place } = claimOf(request);
    if (token === undefined) throw withoutToken(request.headers.authorization);
    const { socket } = request.raw;
    const patience = new Patience(() => socket.destroyed);
    const origin = { ...sentFrom(request), wayIn, patience };
    const { authentication } = services;
    return place === undefined
      ? authentication.authenticate(token, origin, organization)
      : authentication.authenticateAt(token, origin, place);
  };

  const identify = async (request: FastifyRequest) => {
    request.undecided = null;
    try {
      request.actor = await find(request);
    } catch (error) {
      request.actor = null;
      if (undecided && error instanceof UndecidedUser) {
        request.undecided = error;
        return;
      }
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
      // A request whose sender was not identified counts for its address.
      await identify(request).finally(() => limitRate(request));
    },
    async preHandler(request) {
      if (performance.now() - request.identifiedAt < TRUST_MS) return;
      await identify(request);
    },
  };
}

/** The refusal of an Authorization header without a bearer token. */
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
