import { readFileSync } from "node:fs";
import type { Server } from "node:http";
import { addressIn, trustIn } from "./address.js";

/** Files that are left for the database, the log, metrics, the key file and what else is opened on the way. */
const RESERVED_FILES = 96;
const MIN_CONNECTIONS = 16;

/** What is taken for the limit where the system does not tell. */
const USUAL_FILE_LIMIT = 1024;

/** One address that is no proxy's has at most this part of all connections. */
const SHARE_OF_ADDRESS = 1 / 4;

/** From this part on, connections on which nothing is asked for are closed to make room. */
const CROWDED = 0.9;
const CLEARING_INTERVAL_MS = 1000;

/** How many files this process may have open; Node has raised the soft limit to the hard one. */
function fileLimit(): number {
  try {
    const [, soft] = /^Max open files +(\w+)/m.exec(readFileSync("/proc/self/limits", "utf8")) ?? [];
    return soft === "unlimited" ? Number.POSITIVE_INFINITY : Number(soft ?? USUAL_FILE_LIMIT);
  } catch {
    return USUAL_FILE_LIMIT;
  }
}

/** Keeps connections below the process's limit of open files, so that the database can always be reached. Returns how many. */
export function limitConnections(server: Server, proxies: readonly string[]): number {
  const max = Math.max(MIN_CONNECTIONS, Math.min(fileLimit() - RESERVED_FILES, 1_000_000));
  const maxOfAddress = Math.ceil(max * SHARE_OF_ADDRESS);
  const isProxy = trustIn(proxies);
  const byAddress = new Map<string, number>();
  let open = 0;
  let clearing: NodeJS.Timeout | undefined;
  const clearWhenCrowded = () => {
    clearing = undefined;
    if (open < max * CROWDED) return;
    server.closeIdleConnections();
    clearing = setTimeout(clearWhenCrowded, CLEARING_INTERVAL_MS).unref();
  };

  server.maxConnections = max;
  server.on("connection", (socket) => {
    const address = addressIn(socket.remoteAddress ?? "") ?? "";
    const ofAddress = (byAddress.get(address) ?? 0) + 1;
    byAddress.set(address, ofAddress);
    open++;
    socket.once("close", () => {
      open--;
      const left = (byAddress.get(address) ?? 1) - 1;
      if (left > 0) byAddress.set(address, left);
      else byAddress.delete(address);
    });
    if (ofAddress > maxOfAddress && !isProxy(address)) socket.destroy();
    if (!clearing) clearWhenCrowded();
  });
  return max;
}
