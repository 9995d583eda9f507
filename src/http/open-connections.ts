import type { IncomingMessage } from "node:http";
import type { Socket } from "node:net";

/** A connection of a place, see `placeOf`. */
export interface Connection {
  readonly socket: Socket;
  readonly place: string;
  /** Its requests that have not been answered. */
  readonly requests: Set<IncomingMessage>;
}

interface OfPlace {
  /** Connections on which no request has been answered yet, the oldest first. */
  fresh: Set<Connection>;
  /** The others, whose last answer is the longest ago first. */
  served: Set<Connection>;
}

/** Whatever others have, a place may have so many: as many as a browser opens. */
const FEW = 6;

/** Which connections are open, by place, and which of them give way to another one. */
export class OpenConnections {
  readonly #places = new Map<string, OfPlace>();
  /** The places that have so many connections; so that a flood makes nobody look through all of them. */
  readonly #placesByCount = new Map<number, Set<string>>();
  #most = 0;

  count(place: string): number {
    const { fresh, served } = this.#places.get(place) ?? {};
    return (fresh?.size ?? 0) + (served?.size ?? 0);
  }

  add(connection: Connection): void {
    const { place } = connection;
    const ofPlace = this.#places.get(place) ?? { fresh: new Set(), served: new Set() };
    const before = this.count(place);
    this.#places.set(place, ofPlace);
    ofPlace.fresh.add(connection);
    this.#recount(place, before);
  }

  /** A request on it has been answered. */
  served(connection: Connection): void {
    const ofPlace = this.#places.get(connection.place);
    if (!ofPlace?.fresh.delete(connection) && !ofPlace?.served.delete(connection)) return;
    ofPlace.served.add(connection);
  }

  /** Whether it was among them. */
  delete(connection: Connection): boolean {
    const { place } = connection;
    const before = this.count(place);
    const ofPlace = this.#places.get(place);
    if (!ofPlace?.fresh.delete(connection) && !ofPlace?.served.delete(connection)) return false;
    this.#recount(place, before);
    if (before === 1) this.#places.delete(place);
    return true;
  }

  /**
   * What gives way to another connection of this place: of the place that has the most, the oldest on which nothing
   * whole was asked for, or else the one that has been quiet the longest. "newcomer" when its own place has the most;
   * undefined when all others are being answered.
   */
  givesWayTo(place: string): Connection | "newcomer" | undefined {
    const own = this.count(place);
    const least = own < FEW ? 1 : own + 1;
    if (this.#most < least) return "newcomer";
    for (let count = this.#most; count >= least; count--) {
      for (const other of this.#placesByCount.get(count) ?? []) {
        const connection = other === place ? undefined : this.#quietOf(other);
        if (connection) return connection;
      }
    }
    return undefined;
  }

  #quietOf(place: string): Connection | undefined {
    const { fresh = [], served = [] } = this.#places.get(place) ?? {};
    for (const connection of fresh) if (isQuiet(connection)) return connection;
    for (const connection of served) if (isQuiet(connection)) return connection;
    return undefined;
  }

  #recount(place: string, before: number): void {
    const now = this.count(place);
    const old = this.#placesByCount.get(before);
    old?.delete(place);
    if (old?.size === 0) this.#placesByCount.delete(before);
    if (now > 0) this.#placesByCount.set(now, (this.#placesByCount.get(now) ?? new Set()).add(place));
    if (now > this.#most || !this.#placesByCount.has(this.#most)) this.#most = now;
  }
}

/** Whether no request that has arrived as a whole waits for its answer. */
function isQuiet({ requests }: Connection): boolean {
  for (const { complete } of requests) if (complete) return false;
  return true;
}
