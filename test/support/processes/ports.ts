import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Server } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

const MAX_PORTS = 5;
const TAKEN = /EADDRINUSE|Address already in use/;
const PATIENCE_MS = 10_000;
const PAUSE_MS = 100;

/**
 * Starts a server that must know its port beforehand: on a free port, and on another one when the error of `start` says
 * that the port was taken in between.
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

/** Starts a server on a port that others know already; waits while another program has taken it. */
export async function onKnownPort<T>(start: () => Promise<T>, until = Date.now() + PATIENCE_MS): Promise<T> {
  return start().catch(async (error: unknown) => {
    if (Date.now() > until || !TAKEN.test(String(error))) throw error;
    await sleep(PAUSE_MS);
    return onKnownPort(start, until);
  });
}

/** A port at which nobody listens and nobody can: it is the near end of a connection. */
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
