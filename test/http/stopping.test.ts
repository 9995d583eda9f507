import { once } from "node:events";
import { connect } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, it, onTestFinished } from "vitest";
import { createMigratedDatabase } from "../support/databases/databases.js";
import { startTestGateway } from "../support/gateway/gateway.js";

it("a gateway that stops tells whoever waits for an answer already that the connection ends", async () => {
  const database = await createMigratedDatabase("sqlite");
  onTestFinished(() => database.drop());
  const { gateway, organization } = await startTestGateway("sqlite", { database });
  const { owner } = await organization();
  const { hostname, port } = new URL(gateway.url);
  const socket = connect(Number(port), hostname);
  let received = "";
  socket.on("data", (chunk) => {
    received += chunk;
  });
  const closed = once(socket, "close");
  const body = JSON.stringify({ query: "{ viewer { id } }" });
  const headers = [
    "Host: gateway",
    `Authorization: Bearer ${owner.token}`,
    "Content-Type: application/json",
    `Content-Length: ${body.length}`,
    "Expect: 100-continue",
  ];
  socket.write(`POST /graphql HTTP/1.1\r\n${headers.join("\r\n")}\r\n\r\n`);
  await expect.poll(() => received).toContain("100 Continue");

  const stopped = gateway.stop(sleep(100));
  socket.write(body);
  await Promise.all([stopped, closed]);

  expect(received).toMatch(/^HTTP\/1\.1 200 /m);
  expect(received).toMatch(/^connection: close\r$/im);
});
