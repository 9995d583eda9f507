import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";
import { onKnownPort, portOf } from "../processes/ports.js";
import type { TestDatabase } from "./databases.js";

/** When a connection breaks: before the statement arrives, or after it was executed and before it is answered. */
export type Break = "before" | "after";

/** Breaks the connection that sends these texts in this order, at the last one. */
interface Trap {
  texts: RegExp[];
  when: Break;
}

/** What PostgreSQL sends last when a login is done: ReadyForQuery, outside of a transaction. */
const READY = Buffer.from("5a0000000549", "hex");

/** What PostgreSQL sends to each connection when it stops. */
const SHUTDOWN = fatal("57P01", "terminating connection due to administrator command");

function fatal(code: string, message: string): Buffer {
  const fields = Buffer.from(`SFATAL\0C${code}\0M${message}\0\0`);
  const head = Buffer.from("E\0\0\0\0");
  head.writeUInt32BE(fields.length + 4, 1);
  return Buffer.concat([head, fields]);
}

/** A statement that the server shall keep under a name, in PostgreSQL's protocol: Parse, its length, name and text. */
const PREPARED = /P[\s\S]{4}(gateway_[\w-]{22})\0([^\0]*)\0/g;

/** What a connection sends, with the texts of kept statements in place of their names. */
function reader() {
  const texts = new Map<string, string>();
  return (chunk: Buffer): string => {
    const sent = chunk.toString("latin1");
    for (const [, name = "", text = ""] of sent.matchAll(PREPARED)) texts.set(name, text);
    return sent.replaceAll(/gateway_[\w-]{22}/g, (name) => texts.get(name) ?? name);
  };
}

/** Starts a proxy to a PostgreSQL database that can be cut, as if the server went away, and mended. */
export async function proxyTo(database: TestDatabase) {
  let trap: Trap | undefined;
  let isStopping = false;
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
    upstream.on("data", (chunk) => {
      if (!isStopping || !chunk.subarray(-READY.length).equals(READY)) return;
      // Until the end all is held back, so that both leave in one packet.
      client.cork();
      setImmediate(() => client.end(SHUTDOWN));
    });
    upstream.pipe(client);
    let met = 0;
    const read = reader();
    client.on("data", (chunk) => {
      const sent = read(chunk);
      while (trap?.texts[met]?.test(sent)) met += 1;
      if (trap && met === trap.texts.length) {
        const { when } = trap;
        trap = undefined;
        if (when === "before") return void client.destroy();
        upstream.unpipe(client);
        upstream.once("data", () => client.destroy()).resume();
      }
      upstream.write(chunk);
    });
  });
  const listen = async (port: number) => {
    server.listen(port, "127.0.0.1");
    await once(server, "listening");
    return portOf(server);
  };
  const url = new URL(target);
  url.port = String(await listen(0));
  return {
    /** The same database through this proxy. */
    database: { ...database, url: url.href, env: { ...database.env, DATABASE_URL: url.href } },
    /** Breaks the next connection that sends these texts in this order, at the last one. */
    breakAt(texts: RegExp[], when: Break): void {
      trap = { texts, when };
    },
    /** While it stops, each connection is ended with the very packet that says it is ready. */
    stopping(yes: boolean): void {
      isStopping = yes;
    },
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
