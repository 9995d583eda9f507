// Too long for a quick run.
import { connect } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startTestGateway, type TestGateway } from "../support/gateway/gateway.js";
import { exchange } from "../support/gateway/http-exchange.js";
import { WITH_METRICS } from "../support/gateway/metrics.js";

const DRIP_MS = 500;

/** Sends a byte at a time, without end, until the connection is closed; answers what came back. */
function drip(url: string, start: string, byte: string): Promise<string> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve) => {
    let text = "";
    const socket = connect(Number(port), hostname);
    const timer = setInterval(() => socket.write(byte), DRIP_MS);
    socket.on("data", (chunk) => {
      text += chunk;
    });
    // Writing to what was closed is how it may be noticed.
    socket.on("error", () => undefined);
    socket.on("close", () => {
      clearInterval(timer);
      resolve(text);
    });
    socket.write(start);
  });
}

// They wait for timeouts of 10 and 15 seconds, so they wait together. Node's own are of one minute and of five.
describe.concurrent("a connection of someone who sends", () => {
  let gateway: TestGateway;
  let token: string | null;

  beforeAll(async () => {
    gateway = await startTestGateway("sqlite", { env: WITH_METRICS });
    token = (await gateway.organization()).viewer.token;
  });
  afterAll(() => gateway.stop());

  it("headers without end is closed", async () => {
    const slow = Promise.all(
      Array.from({ length: 50 }, () => drip(gateway.url, "POST /graphql HTTP/1.1\r\nHost: a\r\nX-Slow: ", "x")),
    );
    expect((await exchange(`${gateway.url}/health/ready`)).status).toBe(200);
    for (const text of await slow) expect(text).toMatch(/^HTTP\/1\.1 408 .*"code":"REQUEST_TIMEOUT"/s);
  });

  it("a body without end is closed", async () => {
    const head = `POST /graphql HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer ${token}\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{`;
    expect(await drip(gateway.url, head, " ")).toMatch(/^HTTP\/1\.1 408 .*"code":"REQUEST_TIMEOUT"/s);
  });

  it("anything without end to the server of metrics is closed", async () => {
    const head = "GET /metrics HTTP/1.1\r\nHost: a\r\nX-Slow: ";
    expect(await drip(String(gateway.metricsUrl), head, "x")).toMatch(/^HTTP\/1\.1 408 /);
  });
});
