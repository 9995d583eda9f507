import fastifyRateLimit from "@fastify/rate-limit";
import type { FastifyInstance } from "fastify";
import { DomainError } from "../model/domain-error.js";
import type { RateLimiter } from "./authentication.js";

/** So many actors and addresses are remembered at once. */
const MAX_REMEMBERED = 20_000;

/** A limit for each actor, and for each address of those who are nobody, in this process. */
export async function createRateLimiter(app: FastifyInstance, perMinute: number): Promise<RateLimiter> {
  if (perMinute === 0) return async () => undefined;
  await app.register(fastifyRateLimit, {
    global: false,
    max: perMinute,
    timeWindow: "1 minute",
    cache: MAX_REMEMBERED,
    keyGenerator: (request) => request.actor?.id ?? request.ip,
  });
  const take = app.createRateLimit();
  return async (request) => {
    const allowance = await take(request);
    if (!allowance.isAllowed && allowance.isExceeded) throw DomainError.tooManyRequests(allowance.ttlInSeconds);
  };
}
