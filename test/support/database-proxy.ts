import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";
import type { TestDatabase } from "./databases.js";
import { onKnownPort, portOf } from "./ports.js";

/** A way to a PostgreSQL database that can be cut, as if the server went away, and mended. */
export async function proxyTo(database: TestDatabase) {
  const target = new URL(database.url);
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = connect({ host: target.hostname, port: Number(target.port) });
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on("error", () => undefined);
      socket.on("close", () => {
        sockets.delete(socket);
        client.destroy();
        upstream.destroy();
      });
    }
    client.pipe(upstream).pipe(client);
  });
  const listen = async (port: number) => {
    server.listen(port, "127.0.0.1");
    await once(server, "listening");
    return portOf(server);
  };
  const url = new URL(target);
  url.port = String(await listen(0));
  return {
    /** The same database, through here. */
    database: { ...database, url: url.href, env: { ...database.env, DATABASE_URL: url.href } },
    async cut(): Promise<void> {
      if (!server.listening) return;
      const closed = once(server, "close");
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
    async mend(): Promise<void> {
      await onKnownPort(() => listen(Number(url.port)));
    },
  };
}
