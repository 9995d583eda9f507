import { once } from "node:events";
import { createServer, request as forward, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";

/** A request that went through the proxy. */
export interface ForwardedRequest {
  method: string;
  path: string;
  headers: IncomingMessage["headers"];
  body: string;
  /** The gateway's status, whether or not the client got it. */
  status: number;
  /** Whether the client got the answer. */
  arrived: boolean;
}

/** When a reply is lost: after the gateway has given it, or at once while the gateway is still at work. */
export type Loss = "after the answer" | "before the answer";

export interface LossyProxy {
  url: string;
  /** All requests so far that the gateway has answered. */
  requests: ForwardedRequest[];
  /** Loses the replies to the next requests. */
  lose(count: number, loss?: Loss): void;
  close(): Promise<void>;
}

/** Starts a proxy that loses replies: the request is forwarded and executed, and then the connection breaks. */
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

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
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
