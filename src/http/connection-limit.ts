import { readFileSync } from "node:fs";
import type { Server } from "node:http";
import type { Socket } from "node:net";
import { addressIn, placeOf, trustIn } from "./address.js";
import { type Connection, OpenConnections, type Way, type Whence } from "./open-connections.js";

/** Files that are left for the database, the log, metrics, the key file and what else is opened on the way. */
const RESERVED_FILES = 96;
const MIN_CONNECTIONS = 16;

/** What is taken for the limit where the system does not tell. */
const USUAL_FILE_LIMIT = 1024;

/** One place that is no proxy's has at most this part of all connections. */
const SHARE_OF_PLACE = 1 / 4;

/** All places of one site, whoever has which has the others for nothing, have this part. */
const SHARE_OF_SITE = 1 / 2;

/** From this part on, every newcomer has another connection closed, or is refused. */
const CROWDED = 0.9;

/** A proxy's connections are nobody's in particular. */
const NOWHERE: Whence = { place: "", site: "" };

function whenceOf(client: string): Whence {
  const { address, network, isCheap } = placeOf({ address: client });
  return { place: address, site: isCheap ? network : address };
}

/** How many files this process may have open; Node has raised the soft limit to the hard one. */
function fileLimit(): number {
  try {
    const [, soft] = /^Max open files +(\w+)/m.exec(readFileSync("/proc/self/limits", "utf8")) ?? [];
    return soft === "unlimited" ? Number.POSITIVE_INFINITY : Number(soft ?? USUAL_FILE_LIMIT);
  } catch {
    return USUAL_FILE_LIMIT;
  }
}

/** How many connections a process can take and still open what else it needs. */
function maxConnections(): number {
  return Math.max(MIN_CONNECTIONS, Math.min(fileLimit() - RESERVED_FILES, 1_000_000));
}

/**
 * Keeps connections below the process's limit of open files, so that the database can always be reached. When it gets
 * crowded each newcomer takes the place of another connection; see `OpenConnections`. Returns how many there can be.
 */
export function limitConnections(server: Server, proxies: readonly string[], max = maxConnections()): number {
  const maxOfPlace = Math.ceil(max * SHARE_OF_PLACE);
  const maxOfSite = Math.ceil(max * SHARE_OF_SITE);
  const isProxy = trustIn(proxies);
  const connections = new OpenConnections();
  const bySocket = new WeakMap<Socket, Connection>();
  let open = 0;

  /** Whether the newcomer can stay. */
  const makeWay = (other: Way): boolean => {
    if (other === "newcomer") return false;
    if (other) {
      close(other);
      other.socket.destroy();
    }
    return true;
  };
  const hasPlaceFor = (whence: Whence): boolean => {
    if (connections.countOfPlace(whence.place) >= maxOfPlace) return false;
    if (connections.countOfSite(whence.site) >= maxOfSite) {
      const other = connections.givesWayInSiteOf(whence);
      return other !== undefined && makeWay(other);
    }
    return open < max * CROWDED || makeWay(connections.givesWayTo(whence));
  };
  const close = (connection: Connection) => {
    if (connections.delete(connection)) open--;
  };

  server.maxConnections = max;
  server.on("connection", (socket) => {
    const address = addressIn(socket.remoteAddress ?? "") ?? "";
    if (isProxy(address)) {
      if (open >= max * CROWDED) makeWay(connections.givesWayTo(NOWHERE));
      open++;
      socket.once("close", () => open--);
      return;
    }
    const whence = whenceOf(address);
    if (!hasPlaceFor(whence)) {
      socket.destroy();
      return;
    }
    const connection: Connection = { socket, ...whence, requests: new Set() };
    bySocket.set(socket, connection);
    connections.add(connection);
    open++;
    socket.once("close", () => close(connection));
  });
  server.on("request", (request, response) => {
    const connection = bySocket.get(request.socket);
    if (!connection) return;
    connection.requests.add(request);
    response.once("close", () => {
      connection.requests.delete(request);
      connections.served(connection);
    });
  });
  return max;
}
