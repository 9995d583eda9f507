import type { FastifyInstance, FastifyRequest } from "fastify";
import { DomainError } from "../model/domain-error.js";
import { type Client, placeOf } from "./address.js";
import { Windows } from "./windows.js";

/** Actors that have a window of their own at once; of any more only their organization's counts. */
const MAX_ACTORS = 100_000;

/** The same of addresses, and of networks; see `countersOfNobody`. */
const MAX_ADDRESSES = 20_000;

/** How many times the limit of one actor or address an organization or a network has: whoever issues tokens does not issue allowance. */
const WIDE_FACTOR = 10;

const ELSEWHERE = "elsewhere";

declare module "fastify" {
  interface FastifyRequest {
    /** How much of the allowance it has taken. */
    taken: number;
  }
  interface FastifyContextConfig {
    /** Whose allowance its requests are taken off: the sender's, once known, or nobody's; by default the address's. */
    allowance?: "sender" | "nobody";
  }
}

/**
 * Takes a request off the allowance of whoever sends it; throws `too_many_requests`, and takes nothing then. `amount` is
 * what the request takes in all, however often it is asked for; more than the whole limit counts as the limit.
 */
export type RateLimiter = (request: FastifyRequest, amount?: number) => void;

export interface RateLimiterOptions {
  perMinute: number;
  /** In milliseconds. */
  clock?: () => number;
}

/** Limits each actor, each organization, and each address and network of those who are nobody, in this process. */
export function createRateLimiter({ perMinute, clock = () => performance.now() }: RateLimiterOptions): RateLimiter {
  if (perMinute === 0) return () => undefined;
  const actors = new Windows(perMinute, MAX_ACTORS, clock);
  // There are as many as the operator has made.
  const organizations = new Windows(perMinute * WIDE_FACTOR, Number.POSITIVE_INFINITY, clock);
  const addresses = new Windows(perMinute, MAX_ADDRESSES, clock);
  const networks = new Windows(perMinute * WIDE_FACTOR, MAX_ADDRESSES, clock);

  /**
   * Whoever is nobody is counted by address, and by network where addresses cost nothing. When there is no room for
   * another address its network stands for it, so that a flood from everywhere takes nobody's own window away.
   */
  function countersOfNobody(client: Client): [Windows, string][] {
    const { address, network, isCheap } = placeOf(client);
    const wide: [Windows, string] = [networks, networks.hasRoomFor(network) ? network : ELSEWHERE];
    if (!addresses.hasRoomFor(address)) return [wide];
    return isCheap ? [[addresses, address], wide] : [[addresses, address]];
  }

  return (request, amount = 1) => {
    const { actor, client, taken } = request;
    const more = Math.min(amount, perMinute) - taken;
    if (more <= 0) return;
    const counters: [Windows, string][] = actor ? [[organizations, actor.organizationId]] : countersOfNobody(client);
    if (actor && actors.hasRoomFor(actor.id)) counters.push([actors, actor.id]);
    const wait = Math.max(...counters.map(([windows, key]) => windows.wait(key, more)));
    if (wait > 0) throw DomainError.tooManyRequests(Math.ceil(wait / 1000));
    for (const [windows, key] of counters) windows.take(key, more);
    request.taken += more;
  };
}

/** Limits what no route takes off its sender's allowance: what has no route, preflights, what needs no sender. */
export function limitTheRest(app: FastifyInstance, limitRate: RateLimiter): void {
  app.decorateRequest("taken", 0);
  app.addHook("onRequest", (request, _reply, done) => {
    const { allowance } = request.routeOptions.config ?? {};
    // A preflight is answered before anybody asks who sends it.
    if (allowance === undefined || (allowance === "sender" && request.method === "OPTIONS")) limitRate(request);
    done();
  });
}
