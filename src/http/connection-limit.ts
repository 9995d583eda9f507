import { readFileSync } from "node:fs";
import type { Server } from "node:http";
import type { Socket } from "node:net";
import { addressIn } from "../model/network-address.js";
import { placeOf, trustIn } from "./address.js";
import { type ClientNetwork, type Connection, OpenConnections, type Way } from "./open-connections.js";

/** Open files kept free for the database, the log, metrics, the key file and others. */
const RESERVED_FILES = 96;
const MIN_CONNECTIONS = 16;

/** The limit of open files when the system does not tell it. */
const USUAL_FILE_LIMIT = 1024;

/** The share of all connections that one place may have, unless it is a proxy. */
const SHARE_OF_PLACE = 1 / 4;

/** The share of all connections that one site may have: whoever has one of its places has them all. */
const SHARE_OF_SITE = 1 / 2;

/** From this share on, a new connection closes another one or is refused. */
const CROWDED = 0.9;

/** The origin of a proxy's connections, which count for no place. */
const NOWHERE: ClientNetwork = { place: "", site: "" };

function networkOf(client: string): ClientNetwork {
  const { address, network, isCheap } = placeOf({ address: client });
  return { place: address, site: isCheap ? network : address };
}

/** How many files this process may open. Node raises the soft limit to the hard one at its start. */
function fileLimit(): number {
  try {
    const [, soft] = /^Max open files +(\w+)/m.exec(readFileSync("/proc/self/limits", "utf8")) ?? [];
    return soft === "unlimited" ? Number.POSITIVE_INFINITY : Number(soft ?? USUAL_FILE_LIMIT);
  } catch {
    return USUAL_FILE_LIMIT;
  }
}

/** How many connections fit beside the reserved files. */
function maxConnections(): number {
  return Math.max(MIN_CONNECTIONS, Math.min(fileLimit() - RESERVED_FILES, 1_000_000));
}

/**
 * Keeps the connections below the process's limit of open files, so that the database can always be opened. When it
 * gets crowded, each new connection takes the place of another; see `OpenConnections`. Answers the limit.
 */
export function limitConnections(server: Server, proxies: readonly string[], max = maxConnections()): number {
  const maxOfPlace = Math.ceil(max * SHARE_OF_PLACE);
  const maxOfSite = Math.ceil(max * SHARE_OF_SITE);
  const isProxy = trustIn(proxies);
  const connections = new OpenConnections();
  const bySocket = new WeakMap<Socket, Connection>();
  let open = 0;

  /** Closes the other connection, if there is one. Answers whether the new one may stay. */
  const makeWay = (other: Way): boolean => {
    if (other === "newcomer") return false;
    if (other) {
      close(other);
      other.socket.destroy();
    }
    return true;
  };
  const hasPlaceFor = (network: ClientNetwork): boolean => {
    if (connections.countOfPlace(network.place) >= maxOfPlace) return false;
    if (connections.countOfSite(network.site) >= maxOfSite) {
      const other = connections.givesWayInSiteOf(network);
      return other !== undefined && makeWay(other);
    }
    return open < max * CROWDED || makeWay(connections.givesWayTo(network));
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
    const network = networkOf(address);
    if (!hasPlaceFor(network)) {
      socket.destroy();
      return;
    }
    const connection: Connection = { socket, ...network, requests: new Set() };
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
