import { once } from "node:events";
import { createServer, request as forward, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";

/** A request that went through the proxy. */
export interface ForwardedRequest {
  method: string;
  path: string;
  headers: IncomingMessage["headers"];
  body: string;
  /** What the gateway answered, whether or not the client was told. */
  status: number;
  /** Whether the client got the answer. */
  arrived: boolean;
}

/** When a reply gets lost: once the gateway has given it, or at once, so that the gateway is still at work. */
export type Loss = "after the answer" | "before the answer";

export interface LossyProxy {
  url: string;
  /** Every request so far that has been answered by the gateway. */
  requests: ForwardedRequest[];
  /** Loses the replies to the next requests. */
  lose(count: number, loss?: Loss): void;
  close(): Promise<void>;
}

const proxies = new Set<string>();

/** Whether a URL is that of a proxy which loses replies. */
export function isLossyProxy(url: string): boolean {
  return proxies.has(url);
}

/** A way to a gateway on which replies get lost: the request arrives and is done, and the connection breaks. */
export async function startLossyProxy(gatewayUrl: string): Promise<LossyProxy> {
  const target = new URL(gatewayUrl);
  const requests: ForwardedRequest[] = [];
  const losses: Loss[] = [];

  const server = createServer(async (incoming, outgoing) => {
    const loss = losses.shift();
    const { method = "", url: path = "", headers } = incoming;
    const body = await contentOf(incoming);
    const sent = forward({ host: target.hostname, port: target.port, method, path, headers, agent: false });
    sent.on("error", () => incoming.socket.destroy());
    sent.end(body);
    if (loss === "before the answer") incoming.socket.destroy();
    const [answer] = (await once(sent, "response")) as [IncomingMessage];
    const content = await contentOf(answer);
    const status = answer.statusCode ?? 0;
    requests.push({ method, path, headers, body: body.toString(), status, arrived: loss === undefined });
    if (loss !== undefined) return void incoming.socket.destroy();
    outgoing.writeHead(status, answer.statusMessage, answer.headers).end(content);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");

  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  proxies.add(url);
  return {
    url,
    requests,
    lose(count, loss = "after the answer") {
      for (let index = 0; index < count; index++) losses.push(loss);
    },
    async close() {
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

async function contentOf(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk);
  return Buffer.concat(chunks);
}
