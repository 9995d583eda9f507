import { once } from "node:events";
import { connect } from "node:net";
import { expect, vi } from "vitest";
import type { TestGateway } from "../gateway/gateway.js";
import type { GraphqlClient } from "../gateway/graphql-client.js";

export interface SlowRequest {
  /** Sends the rest of the body; answers status and body. */
  finish(): Promise<{ status: number; text: string }>;
  drop(): void;
}

/** Sends a request's headers and the first byte of its body, which is enough for the gateway to check the token. */
export async function beginSlowly(
  { url, token }: Pick<GraphqlClient, "url" | "token">,
  path: string,
  contentType: string,
  body: string,
): Promise<SlowRequest> {
  const { hostname, port, host } = new URL(url);
  const socket = connect({ host: hostname, port: Number(port) });
  await once(socket, "connect");
  socket.setNoDelay(true);
  let answer = "";
  socket.on("data", (chunk) => {
    answer += chunk;
  });
  const head = [
    `POST ${path} HTTP/1.1`,
    `Host: ${host}`,
    `Authorization: Bearer ${token}`,
    `Content-Type: ${contentType}`,
    `Content-Length: ${Buffer.byteLength(body)}`,
    "Connection: close",
  ];
  socket.write(`${head.join("\r\n")}\r\n\r\n${body.slice(0, 1)}`);
  return {
    async finish() {
      const closed = once(socket, "close");
      socket.write(body.slice(1));
      await closed;
      return { status: Number(answer.split(" ", 2)[1]), text: answer.slice(answer.indexOf("\r\n\r\n") + 4) };
    },
    drop: () => socket.destroy(),
  };
}

/** As `beginSlowly`; resolves when the gateway has accepted the token. */
export async function beginAccepted(
  { gateway }: TestGateway,
  client: Pick<GraphqlClient, "url" | "token">,
  ...request: [path: string, contentType: string, body: string]
): Promise<SlowRequest> {
  const looks = vi.spyOn(gateway.services.authentication, "authenticate");
  try {
    const begun = await beginSlowly(client, ...request);
    const isAccepted = () =>
      looks.mock.settledResults.some(
        ({ type }, index) => type === "fulfilled" && looks.mock.calls[index]?.[0] === client.token,
      );
    await expect.poll(isAccepted, { interval: 5 }).toBe(true);
    return begun;
  } finally {
    looks.mockRestore();
  }
}
