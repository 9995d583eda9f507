import type { IncomingMessage } from "node:http";
import type { Socket } from "node:net";
import { Tally } from "./tally.js";

/** The origin of a connection. For IPv4 the address is both; for IPv6 a /64 is the place and its /48 the site. */
export interface ClientNetwork {
  readonly place: string;
  readonly site: string;
}

export interface Connection extends ClientNetwork {
  readonly socket: Socket;
  /** Requests of this connection that are not answered yet. */
  readonly requests: Set<IncomingMessage>;
}

interface OfPlace {
  /** Connections on which no request has been answered yet, oldest first. */
  fresh: Set<Connection>;
  /** The other connections, longest unused first. */
  served: Set<Connection>;
}

/** How many connections every place and site may have whatever others have: as many as a browser opens. */
const FEW = 6;

/**
 * What is closed for a new connection: another one, the new one itself, or nothing when all others are being answered.
 */
export type Way = Connection | "newcomer" | undefined;

/** The open connections by place and site, and which of them is closed for a new one. */
export class OpenConnections {
  readonly #places = new Map<string, OfPlace>();
  readonly #sites = new Tally();
  /** For each site, how many connections each of its places has. */
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

  /** Called when a request on the connection was answered. */
  served(connection: Connection): void {
    if (this.#remove(connection)) this.#places.get(connection.place)?.served.add(connection);
  }

  /** Forgets a connection. False when it was not known. */
  delete(connection: Connection): boolean {
    if (!this.#remove(connection)) return false;
    if (this.countOfPlace(connection.place) === 0) this.#places.delete(connection.place);
    this.#count(connection, -1);
    return true;
  }

  /**
   * What is closed for a new connection from `network`: at the fullest site and its fullest place, the oldest connection
   * without a complete request, or else the one that has been idle longest.
   */
  givesWayTo(network: ClientNetwork): Way {
    const { site } = network;
    const way = first(this.#sites, site, (other) => this.#quietOfSite(other));
    return way === "newcomer" ? this.givesWayInSiteOf(network) : way;
  }

  /** As `givesWayTo`, among the connections of the same site. */
  givesWayInSiteOf({ place, site }: ClientNetwork): Way {
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

  #count({ place, site }: ClientNetwork, by: 1 | -1): void {
    const places = this.#placesOf.get(site) ?? new Tally();
    places.change(place, by);
    this.#sites.change(site, by);
    if (places.most > 0) this.#placesOf.set(site, places);
    else this.#placesOf.delete(site);
  }
}

/** The first idle connection of an owner that has more than `own` would have, starting with the one that has most. */
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

/** Whether no complete request is waiting for its answer on this connection. */
function isQuiet({ requests }: Connection): boolean {
  for (const { complete } of requests) if (complete) return false;
  return true;
}
