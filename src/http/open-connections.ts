import type { IncomingMessage } from "node:http";
import type { Socket } from "node:net";
import { Tally } from "./tally.js";

/** Whose a connection is: an IPv4 address is both; of IPv6 a /64 is a place and a /48 its site. */
export interface Whence {
  readonly place: string;
  readonly site: string;
}

export interface Connection extends Whence {
  readonly socket: Socket;
  /** Its requests that have not been answered. */
  readonly requests: Set<IncomingMessage>;
}

interface OfPlace {
  /** Connections on which no request has been answered yet, the oldest first. */
  fresh: Set<Connection>;
  /** The others, whose last answer is the longest ago first. */
  served: Set<Connection>;
}

/** Whatever others have, a place or a site may have so many: as many as a browser opens. */
const FEW = 6;

/** What gives way to a newcomer: it itself, or nothing because all others are being answered. */
export type Way = Connection | "newcomer" | undefined;

/** Which connections are open, by place and site, and which of them give way to another one. */
export class OpenConnections {
  readonly #places = new Map<string, OfPlace>();
  readonly #sites = new Tally();
  /** By site, how many each of its places has. */
  readonly #placesOf = new Map<string, Tally>();

  countOfPlace(place: string): number {
    const { fresh, served } = this.#places.get(place) ?? {};
    return (fresh?.size ?? 0) + (served?.size ?? 0);
  }

  countOfSite(site: string): number {
    return this.#sites.count(site);
  }

  add(connection: Connection): void {
    const { place } = connection;
    const ofPlace = this.#places.get(place) ?? { fresh: new Set(), served: new Set() };
    this.#places.set(place, ofPlace);
    ofPlace.fresh.add(connection);
    this.#count(connection, 1);
  }

  /** A request on it has been answered. */
  served(connection: Connection): void {
    if (this.#remove(connection)) this.#places.get(connection.place)?.served.add(connection);
  }

  /** Whether it was among them. */
  delete(connection: Connection): boolean {
    if (!this.#remove(connection)) return false;
    if (this.countOfPlace(connection.place) === 0) this.#places.delete(connection.place);
    this.#count(connection, -1);
    return true;
  }

  /**
   * What gives way to another connection from here: of the place that has the most of the site that has the most, the
   * oldest on which nothing whole was asked for, or else the one that has been quiet the longest.
   */
  givesWayTo(whence: Whence): Way {
    const { site } = whence;
    const way = first(this.#sites, site, (other) => this.#quietOfSite(other));
    return way === "newcomer" ? this.givesWayInSiteOf(whence) : way;
  }

  /** The same among those of its own site. */
  givesWayInSiteOf({ place, site }: Whence): Way {
    const places = this.#placesOf.get(site);
    return places ? first(places, place, (other) => this.#quietOf(other)) : "newcomer";
  }

  #quietOfSite(site: string): Connection | undefined {
    for (const place of this.#placesOf.get(site)?.from(1) ?? []) {
      const connection = this.#quietOf(place);
      if (connection) return connection;
    }
    return undefined;
  }

  #quietOf(place: string): Connection | undefined {
    const { fresh = [], served = [] } = this.#places.get(place) ?? {};
    for (const connection of fresh) if (isQuiet(connection)) return connection;
    for (const connection of served) if (isQuiet(connection)) return connection;
    return undefined;
  }

  #remove(connection: Connection): boolean {
    const { fresh, served } = this.#places.get(connection.place) ?? {};
    return (fresh?.delete(connection) || served?.delete(connection)) ?? false;
  }

  #count({ place, site }: Whence, by: 1 | -1): void {
    const places = this.#placesOf.get(site) ?? new Tally();
    places.change(place, by);
    this.#sites.change(site, by);
    if (places.most > 0) this.#placesOf.set(site, places);
    else this.#placesOf.delete(site);
  }
}

/** What gives way to one more of `own`, of whoever has more than it: the first there is, of who has the most. */
function first(tally: Tally, own: string, quietOf: (other: string) => Connection | undefined): Way {
  const count = tally.count(own);
  const least = count < FEW ? 1 : count + 1;
  if (tally.most < least) return "newcomer";
  for (const other of tally.from(least)) {
    const connection = other === own ? undefined : quietOf(other);
    if (connection) return connection;
  }
  return undefined;
}

/** Whether no request that has arrived as a whole waits for its answer. */
function isQuiet({ requests }: Connection): boolean {
  for (const { complete } of requests) if (complete) return false;
  return true;
}
