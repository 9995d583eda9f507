import { once } from "node:events";
import type { Server } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";
import { Gauge } from "prom-client";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Metrics } from "../../src/http/metrics.js";

const MAX_CONNECTIONS = 32;
const STALLED_MS = 300;
const ASK = "GET /metrics HTTP/1.1\r\nHost: a\r\n\r\n";

describe("the server of metrics", () => {
  let metrics: Metrics;
  let server: Server;
  let sockets: Socket[] = [];

  beforeEach(async () => {
    metrics = new Metrics();
    server = await metrics.listen({ port: 0, host: "127.0.0.1", proxies: [], stalledMs: STALLED_MS });
  });
  afterEach(async () => {
    for (const socket of sockets) socket.destroy();
    sockets = [];
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  function open(localAddress: string, sent = ""): Socket {
    const { port } = server.address() as AddressInfo;
    const socket = connect({ host: "127.0.0.1", port, localAddress });
    socket.on("error", () => undefined);
    if (sent) socket.write(sent);
    sockets.push(socket);
    return socket;
  }
  /** All that comes until the connection is closed. */
  async function rest(socket: Socket): Promise<string> {
    let text = "";
    socket.on("data", (chunk) => {
      text += chunk;
    });
    if (!socket.closed) await once(socket, "close");
    return text;
  }
  const many = (count: number, addressOf: (n: number) => string) =>
    Array.from({ length: count }, (_, n) => open(addressOf(n), "GET /metrics HTTP/1.1\r\n").resume());

  it("watches the process only from when it is served", () => {
    const lagOf = ({ registry }: Metrics) => registry.getSingleMetric("nodejs_eventloop_lag_seconds");
    expect([lagOf(new Metrics()), lagOf(metrics)]).toEqual([undefined, expect.anything()]);
  });

  it("answers once on each connection, however many requests are sent on it", async () => {
    const text = await rest(open("127.0.0.1", ASK.repeat(2000)));
    expect(text.match(/# TYPE gateway_refusals_total/g)).toHaveLength(1);
    expect(text).toMatch(/^HTTP\/1\.1 200 OK\r\n.*connection: close/is);
  });

  it("has a quarter of its connections for one address", async () => {
    const held = many(MAX_CONNECTIONS, () => "127.0.1.1");
    expect(await rest(open("127.0.0.99", ASK))).toContain("200 OK");
    await expect.poll(() => held.filter(({ closed }) => !closed).length).toBe(MAX_CONNECTIONS / 4);
  });

  it("serves another address through a flood from a few", async () => {
    many(4 * MAX_CONNECTIONS, (n) => `127.0.1.${n % 5}`);
    expect(await rest(open("127.0.0.99", ASK))).toContain("200 OK");
  });

  it("cuts off whoever takes nothing", async () => {
    const help = "x".repeat(30_000_000);
    new Gauge({ name: "large", help, registers: [metrics.registry] }).set(1);
    open("127.0.0.1", ASK).pause();
    await expect.poll(cuts).toBe(1);
  });

  const cuts = async () => {
    const { values } = await metrics.cutConnections.get();
    return values.find(({ labels }) => labels.reason === "stalled")?.value ?? 0;
  };
});
