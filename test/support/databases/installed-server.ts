import { execFileSync, type SpawnOptions, spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { Client } from "pg";

const PAUSE_MS = 50;

export interface User {
  uid: number;
  gid: number;
}

/** As whom a server runs that refuses to be root: the user that Debian's packages make. Undefined for whoever is not root. */
export function userOfServers(): User | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const idOf = (option: string) => Number(execFileSync("id", [option, "postgres"], { encoding: "utf8" }));
  return { uid: idOf("-u"), gid: idOf("-g") };
}

/**
 * Starts a server that speaks PostgreSQL's protocol, and resolves when it lets somebody in at `url`, with what ends it.
 * Rejects with its last words when it ends before.
 */
export async function startServer(
  [command, ...args]: [string, ...string[]],
  options: SpawnOptions,
  url: string,
): Promise<(signal: NodeJS.Signals) => Promise<void>> {
  const server = spawn(command, args, { ...options, stdio: ["ignore", "ignore", "pipe"] });
  let log = "";
  server.stderr?.on("data", (chunk) => {
    log += chunk;
  });
  const exit = once(server, "close");
  let hasEnded = false;
  void exit.then(() => {
    hasEnded = true;
  });
  while (!(await letsIn(url))) {
    if (hasEnded) throw new Error(`${command} has ended: ${log}`);
    await sleep(PAUSE_MS);
  }
  return async (signal) => {
    server.kill(signal);
    await exit;
  };
}

async function letsIn(connectionString: string): Promise<boolean> {
  const client = new Client({ connectionString });
  client.on("error", () => undefined);
  return client.connect().then(
    () => client.end().then(() => true),
    () => false,
  );
}
