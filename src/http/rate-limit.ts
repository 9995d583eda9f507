import fastifyRateLimit from "@fastify/rate-limit";
import type { FastifyInstance } from "fastify";
import { DomainError } from "../model/domain-error.js";
import { addressOf } from "./address.js";
import type { RateLimiter } from "./authentication.js";

/** So many actors and addresses are remembered at once. */
const MAX_REMEMBERED = 20_000;

/** How many times the limit of one actor an organization has: whoever issues tokens does not issue allowance. */
const ORGANIZATION_FACTOR = 10;

/** A limit for each actor, each organization, and each address of those who are nobody, in this process. */
export async function createRateLimiter(app: FastifyInstance, perMinute: number): Promise<RateLimiter> {
  if (perMinute === 0) return async () => undefined;
  await app.register(fastifyRateLimit, { global: false, timeWindow: "1 minute", cache: MAX_REMEMBERED });
  const ofActor = app.createRateLimit({
    max: perMinute,
    keyGenerator: (request) => request.actor?.id ?? addressOf(request),
  });
  const ofOrganization = app.createRateLimit({
    max: perMinute * ORGANIZATION_FACTOR,
    keyGenerator: (request) => request.actor?.organizationId ?? "",
  });
  return async (request) => {
    for (const take of request.actor ? [ofActor, ofOrganization] : [ofActor]) {
      const allowance = await take(request);
      if (!allowance.isAllowed && allowance.isExceeded) throw DomainError.tooManyRequests(allowance.ttlInSeconds);
    }
  };
}
