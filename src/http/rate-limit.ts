import type { FastifyInstance, FastifyRequest } from "fastify";
import type { Actor } from "../model/actor.js";
import { DomainError } from "../model/domain-error.js";
import { requestsForBytes } from "../services/limits/prices.js";
import { type Client, placeOf } from "./address.js";
import { Windows } from "./windows.js";

/** Actors of each sort that have a window of their own at once; of any more only their organization's counts. */
const MAX_ACTORS = 100_000;

/** The same of addresses of each family, and of networks; see `countersOfNobody`. */
const MAX_ADDRESSES = 20_000;

/**
 * How many times the limit of one actor or address an organization or a network has: whoever issues tokens does not issue
 * allowance. It refuses only what they can issue: a thief with one token must not lock out the owner who stops it.
 */
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
export interface RateLimiter {
  (request: FastifyRequest, amount?: number): void;
  /**
   * Takes what an answer of so many bytes costs in all, which is known only by now: nothing is refused. A window may go
   * beyond its limit by it, and refuses what comes next.
   */
  charge(request: FastifyRequest, bytes: number): void;
}

export interface RateLimiterOptions {
  perMinute: number;
  /** In milliseconds. */
  clock?: () => number;
}

type Counter = [windows: Windows, key: string];

/** What can refuse a request, and what it is taken from. */
interface Counters {
  refusing: Counter[];
  taking: Counter[];
}

/** Limits each actor, each organization, and each address and network of those who are nobody, in this process. */
export function createRateLimiter({ perMinute, clock = () => performance.now() }: RateLimiterOptions): RateLimiter {
  if (perMinute === 0) return Object.assign(() => undefined, { charge: () => undefined });
  const actors = new Windows(perMinute, MAX_ACTORS, clock);
  const derivedActors = new Windows(perMinute, MAX_ACTORS, clock);
  // There are as many as the operator has made.
  const organizations = new Windows(perMinute * WIDE_FACTOR, Number.POSITIVE_INFINITY, clock);
  const tablesOfNobody = () => ({
    addresses: new Windows(perMinute, MAX_ADDRESSES, clock),
    networks: new Windows(perMinute * WIDE_FACTOR, MAX_ADDRESSES, clock),
    widerNetworks: new Windows(perMinute * WIDE_FACTOR, MAX_ADDRESSES, clock),
  });
  // Those of one family never take another's room: who has addresses for nothing takes it from others like them.
  const ofNobody = { ipv4: tablesOfNobody(), ipv6: tablesOfNobody(), named: tablesOfNobody() };

  /** Every actor takes from its organization; only the derived, and any without a window of their own, are refused by it. */
  function countersOf({ id, organizationId, isDerived }: Actor): Counters {
    const wide: Counter = [organizations, organizationId];
    const windows = isDerived ? derivedActors : actors;
    if (!windows.hasRoomFor(id)) return { refusing: [wide], taking: [wide] };
    const own: Counter = [windows, id];
    return { refusing: isDerived ? [wide, own] : [own], taking: [wide, own] };
  }

  /**
   * Whoever is nobody is counted by address, and by network where addresses cost nothing. When there is no room for
   * another address its network stands for it, so that a flood from everywhere takes nobody's own window away; when
   * there is none for another network, what that belongs to does.
   */
  function countersOfNobody(client: Client): Counters {
    const place = placeOf(client);
    const { addresses, networks, widerNetworks } = ofNobody[place.family];
    const { address, network, widerNetwork, isCheap } = place;
    const widest = (): Counter => [widerNetworks, widerNetworks.hasRoomFor(widerNetwork) ? widerNetwork : ELSEWHERE];
    const wide: Counter = networks.hasRoomFor(network) ? [networks, network] : widest();
    const own: Counter = [addresses, address];
    const counters = addresses.hasRoomFor(address) ? (isCheap ? [own, wide] : [own]) : [wide];
    return { refusing: counters, taking: counters };
  }

  const countersFor = ({ actor, client }: FastifyRequest) => (actor ? countersOf(actor) : countersOfNobody(client));

  function take(request: FastifyRequest, taking: Counter[], more: number): void {
    for (const [windows, key] of taking) windows.take(key, more);
    request.taken += more;
  }

  const limitRate = (request: FastifyRequest, amount = 1) => {
    const more = Math.min(amount, perMinute) - request.taken;
    if (more <= 0) return;
    const { refusing, taking } = countersFor(request);
    const wait = Math.max(...refusing.map(([windows, key]) => windows.wait(key, more)));
    if (wait > 0) throw DomainError.tooManyRequests(Math.ceil(wait / 1000));
    take(request, taking, more);
  };

  const charge = (request: FastifyRequest, bytes: number) => {
    const more = Math.min(requestsForBytes(bytes), perMinute) - request.taken;
    // What is counted has taken something by now.
    if (request.taken > 0 && more > 0) take(request, countersFor(request).taking, more);
  };

  return Object.assign(limitRate, { charge });
}

/** Charges for the bytes of every answer that is sent at once; what is streamed is charged where it is written. */
export function chargeForBytes(app: FastifyInstance, limitRate: RateLimiter): void {
  app.addHook("onSend", (request, _reply, payload, done) => {
    if (typeof payload === "string" || Buffer.isBuffer(payload)) limitRate.charge(request, Buffer.byteLength(payload));
    done(null, payload);
  });
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
