import { once } from "node:events";
import { createServer, request as forward, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";

/** What becomes of one request instead of its answer; told which field of the root it asks for. */
export type Mishap = (answer: ServerResponse, rootField: string) => void;

export interface BadNetwork {
  url: string;
  /** What becomes of every request from now on; of none, when it is left out. */
  befall(mishap?: Mishap): void;
  close(): Promise<void>;
}

/** A way to a gateway on which things happen. */
export async function startBadNetwork(gatewayUrl: string): Promise<BadNetwork> {
  const { hostname: host, port } = new URL(gatewayUrl);
  let current: Mishap | undefined;
  const server = createServer(async (incoming, outgoing) => {
    const { method, url, headers } = incoming;
    const body = await buffer(incoming);
    if (current) return current(outgoing, rootFieldOf(body));
    const sent = forward({ host, port, method, path: url ?? "", headers, agent: false });
    sent.end(body);
    const [answer] = (await once(sent, "response")) as [IncomingMessage];
    outgoing.writeHead(answer.statusCode ?? 0, answer.headers);
    answer.pipe(outgoing);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    befall(mishap) {
      current = mishap;
    },
    async close() {
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

function rootFieldOf(body: Buffer): string {
  return /\{\s*(\w+)/.exec(JSON.parse(body.toString()).query)?.[1] ?? "";
}
