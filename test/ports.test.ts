import { once } from "node:events";
import { createServer, type Server } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { closedPort, onFreePort, onKnownPort, portOf } from "./support/processes/ports.js";

describe("what the tests start on a port that was free", () => {
  const open: Server[] = [];
  afterEach(() => {
    for (const server of open.splice(0)) server.close();
  });

  async function listen(port: number): Promise<Server> {
    const server = createServer().listen(port, "127.0.0.1");
    await once(server, "listening");
    open.push(server);
    return server;
  }

  it("is started on another one when somebody has taken it meanwhile", async () => {
    const looked: number[] = [];
    const server = await onFreePort(async (port) => {
      looked.push(port);
      if (looked.length === 1) await listen(port);
      return listen(port);
    });
    expect(looked).toHaveLength(2);
    expect(portOf(server)).toBe(looked[1]);
  });

  it("fails at once for any other reason", async () => {
    let attempts = 0;
    const start = async () => {
      attempts += 1;
      throw new Error("broken");
    };
    await expect(onFreePort(start)).rejects.toThrow("broken");
    expect(attempts).toBe(1);
  });

  it("comes back to a port that others know as soon as it is free again", async () => {
    const thief = await listen(0);
    const port = portOf(thief);
    let attempts = 0;
    const server = await onKnownPort(() => {
      if (++attempts === 2) thief.close();
      return listen(port);
    });
    expect(portOf(server)).toBe(port);
  });

  it("is not there on a closed port, nor is anybody else", async () => {
    const { port, release } = await closedPort();
    await expect(fetch(`http://127.0.0.1:${port}`)).rejects.toMatchObject({ cause: { code: "ECONNREFUSED" } });
    await expect(listen(port)).rejects.toThrow("EADDRINUSE");
    release();
  });
});
