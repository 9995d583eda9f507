import fastifyRateLimit, { type FastifyRateLimitStore } from "@fastify/rate-limit";
import type { FastifyInstance } from "fastify";
import { LruMap } from "toad-cache";
import { DomainError } from "../model/domain-error.js";
import { addressOf } from "./address.js";
import type { RateLimiter } from "./authentication.js";

const WINDOW_MS = 60_000;

/** So many actors and addresses are remembered at once. */
const MAX_REMEMBERED = 20_000;

/** How many times the limit of one actor an organization has: whoever issues tokens does not issue allowance. */
const ORGANIZATION_FACTOR = 10;

/** A limit for each actor, each organization, and each address of those who are nobody, in this process. */
export async function createRateLimiter(app: FastifyInstance, perMinute: number): Promise<RateLimiter> {
  if (perMinute === 0) return async () => undefined;
  await app.register(fastifyRateLimit, { global: false, timeWindow: WINDOW_MS, store: WindowStore });
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

/**
 * Tells each request its own count. The library's own store tells all requests of one moment the count of the last
 * of them, so that none of a burst over the limit is answered.
 */
class WindowStore implements FastifyRateLimitStore {
  readonly #windows = new LruMap<{ count: number; end: number }>(MAX_REMEMBERED);

  incr(key: string, callback: (error: Error | null, result: { current: number; ttl: number }) => void): void {
    const now = performance.now();
    let window = this.#windows.get(key);
    if (!window || window.end <= now) {
      window = { count: 0, end: now + WINDOW_MS };
      this.#windows.set(key, window);
    }
    callback(null, { current: ++window.count, ttl: window.end - now });
  }

  child(): WindowStore {
    return new WindowStore();
  }
}
