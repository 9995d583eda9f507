import type { FastifyInstance, FastifyRequest } from "fastify";
import type { Actor } from "../model/actor.js";
import { DomainError } from "../model/domain-error.js";
import { requestsForBytes } from "../services/limits/prices.js";
import { type Client, placeOf } from "./address.js";
import { Windows } from "./windows.js";

/** How many actors of each sort have windows of their own; others are counted for their organization only. */
const MAX_ACTORS = 100_000;

/** How many addresses of each family, and how many networks, have windows; see `countersOfNobody`. */
const MAX_ADDRESSES = 20_000;

/**
 * An organization or network may take this many times what an actor or address may, so that issuing tokens gives no
 * more allowance. Only its derived actors are refused for it: a thief with a token must not shut out the owner.
 */
const WIDE_FACTOR = 10;

const ELSEWHERE = "elsewhere";

declare module "fastify" {
  interface FastifyRequest {
    /** How many requests this one has counted as so far. */
    taken: number;
  }
  interface FastifyContextConfig {
    /** Whose allowance pays: the sender's once it is known, nobody's, or by default the address's. */
    allowance?: "sender" | "nobody";
  }
}

/**
 * Takes a request off its sender's allowance, or throws `too_many_requests` and takes nothing. `amount` is how many
 * requests it counts as in all, over repeated calls; more than the limit counts as the limit.
 */
export interface RateLimiter {
  (request: FastifyRequest, amount?: number): void;
  /**
   * Takes what an answer of so many bytes counts as in all. Since it is known only now, nothing is refused: the window
   * may exceed its limit, and later requests are refused.
   */
  charge(request: FastifyRequest, bytes: number): void;
}

export interface RateLimiterOptions {
  perMinute: number;
  /** In milliseconds; default: `performance.now`. */
  clock?: () => number;
}

type Counter = [windows: Windows, key: string];

/** The windows that may refuse a request, and those from which it is taken. */
interface Counters {
  refusing: Counter[];
  taking: Counter[];
}

/**
 * Limits, in this process, each actor and organization, and each address and network of senders that are not
 * identified.
 */
export function createRateLimiter({ perMinute, clock = () => performance.now() }: RateLimiterOptions): RateLimiter {
  if (perMinute === 0) return Object.assign(() => undefined, { charge: () => undefined });
  const actors = new Windows(perMinute, MAX_ACTORS, clock);
  const derivedActors = new Windows(perMinute, MAX_ACTORS, clock);
  // No bound is needed: only the operator creates organizations.
  const organizations = new Windows(perMinute * WIDE_FACTOR, Number.POSITIVE_INFINITY, clock);
  const tablesOfNobody = () => ({
    addresses: new Windows(perMinute, MAX_ADDRESSES, clock),
    networks: new Windows(perMinute * WIDE_FACTOR, MAX_ADDRESSES, clock),
    widerNetworks: new Windows(perMinute * WIDE_FACTOR, MAX_ADDRESSES, clock),
  });
  // A table for each family, so that a flood of IPv6 addresses, which are cheap, displaces no IPv4 address.
  const ofNobody = { ipv4: tablesOfNobody(), ipv6: tablesOfNobody(), named: tablesOfNobody() };

  /**
   * Every actor takes from its organization's window; only derived actors, and those without a window, are refused by
   * it.
   */
  function countersOf({ id, organizationId, isDerived }: Actor): Counters {
    const wide: Counter = [organizations, organizationId];
    const windows = isDerived ? derivedActors : actors;
    if (!windows.hasRoomFor(id)) return { refusing: [wide], taking: [wide] };
    const own: Counter = [windows, id];
    return { refusing: isDerived ? [wide, own] : [own], taking: [wide, own] };
  }

  /**
   * Counts a sender that is not identified by its address, and also by its network where addresses are cheap. Without
   * room for one more address the network counts instead, and without room for that the wider network, so that a flood
   * takes away no window that is in use.
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
    // Nothing was taken from routes that count for nobody.
    if (request.taken > 0 && more > 0) take(request, countersFor(request).taking, more);
  };

  return Object.assign(limitRate, { charge });
}

/** Charges for the bytes of complete answers; streamed ones are charged where they are written. */
export function chargeForBytes(app: FastifyInstance, limitRate: RateLimiter): void {
  app.addHook("onSend", (request, _reply, payload, done) => {
    if (typeof payload === "string" || Buffer.isBuffer(payload)) limitRate.charge(request, Buffer.byteLength(payload));
    done(null, payload);
  });
}

/**
 * Limits requests that no route takes off its sender's allowance: without a route, preflights, or without a need for a
 * sender.
 */
export function limitTheRest(app: FastifyInstance, limitRate: RateLimiter): void {
  app.decorateRequest("taken", 0);
  app.addHook("onRequest", (request, _reply, done) => {
    const { allowance } = request.routeOptions.config ?? {};
    // A preflight is answered before its sender would be identified.
    if (allowance === undefined || (allowance === "sender" && request.method === "OPTIONS")) limitRate(request);
    done();
  });
}
