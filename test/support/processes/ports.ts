import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Server } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

const MAX_PORTS = 5;
const TAKEN = /EADDRINUSE|Address already in use/;
const PATIENCE_MS = 10_000;
const PAUSE_MS = 100;

/**
 * Starts what has to know its port beforehand: with one that is free now, and with another when somebody else has
 * taken it meanwhile, which the error of `start` says.
 */
export async function onFreePort<T>(start: (port: number) => Promise<T>, attempt = 1): Promise<T> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const port = portOf(server);
  server.close();
  await once(server, "close");
  return start(port).catch((error: unknown) => {
    if (attempt >= MAX_PORTS || !TAKEN.test(String(error))) throw error;
    return onFreePort(start, attempt + 1);
  });
}

/** Starts what comes back to a port that others know: waits for whoever has taken it meanwhile. */
export async function onKnownPort<T>(start: () => Promise<T>, until = Date.now() + PATIENCE_MS): Promise<T> {
  return start().catch(async (error: unknown) => {
    if (Date.now() > until || !TAKEN.test(String(error))) throw error;
    await sleep(PAUSE_MS);
    return onKnownPort(start, until);
  });
}

/** A port at which nobody listens, and nobody else can meanwhile: it is the near end of a connection. */
export async function closedPort(): Promise<{ port: number; release(): void }> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const socket = connect(portOf(server), "127.0.0.1").on("error", () => undefined);
  await once(socket, "connect");
  return {
    port: socket.localPort as number,
    release() {
      socket.destroy();
      server.close();
    },
  };
}

export function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}
