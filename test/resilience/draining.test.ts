import { once } from "node:events";
import { Server } from "node:http";
import { connect, type Socket } from "node:net";
import { setImmediate } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { beginAccepted } from "../support/clients/slow-body.js";
import { startTestGateway, type TestGateway } from "../support/gateway/gateway.js";

/** How long a gateway that stops waits for who stalls. */
const DRAIN_MS = 7000;

describe("a gateway that stops", () => {
  let gateway: TestGateway;
  let sockets: Socket[];

  beforeEach(async () => {
    gateway = await startTestGateway("sqlite");
    sockets = [];
  });
  afterEach(() => {
    vi.useRealTimers();
    for (const socket of sockets) socket.destroy();
  });

  /** A connection of its own; answers what it has received so far. */
  const open = async (request: string): Promise<() => string> => {
    const { hostname, port } = new URL(gateway.url);
    let received = "";
    const socket = connect(Number(port), hostname)
      .on("error", () => undefined)
      .on("data", (chunk) => {
        received += chunk;
      });
    sockets.push(socket);
    await once(socket, "connect");
    socket.write(request);
    return () => received;
  };

  it("is not held up by 50 idle connections: nobody has to be cut off", async () => {
    const idle = await Promise.all(
      Array.from({ length: 50 }, () => open("GET /health/live HTTP/1.1\r\nHost: gateway\r\n\r\n")),
    );
    await expect.poll(() => idle.every((received) => received().endsWith('{"status":"ok"}'))).toBe(true);
    expect(sockets.filter(({ closed }) => closed)).toEqual([]);
    // The time after which they would be cut off never comes.
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    await gateway.stop();
  });

  it("cuts off after seven seconds who stalls in the middle of a request, and no sooner", async () => {
    const { owner } = await gateway.organization();
    const { drop } = await beginAccepted(gateway, owner, "/graphql", "application/json", '{"query": "{ viewer }"}');
    await open("POST /graphql HTTP/1.1\r\nHost: gate");
    await open("");
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const cut = vi.spyOn(Server.prototype, "closeAllConnections");
    const stopping = gateway.stop();
    // A poll would move the clock.
    while (vi.getTimerCount() === 0) await setImmediate();
    await vi.advanceTimersByTimeAsync(DRAIN_MS - 1);
    expect(cut).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    expect(cut).toHaveBeenCalled();
    cut.mockRestore();
    await stopping;
    drop();
  });
});
