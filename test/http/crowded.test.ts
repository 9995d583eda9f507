import { EventEmitter } from "node:events";
import { createServer, type Server } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { limitConnections } from "../../src/http/connection-limit.js";

/** A place has a quarter of them; from 72 on it is crowded. */
const MAX = 80;
const FLOODING = ["127.0.1.1", "127.0.1.2", "127.0.1.3", "127.0.1.4"];
const HALF_HEAD = "GET / HTTP/1.1\r\nHost: a\r\n";
const HALF_BODY = `POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\n{`;

describe("a crowded gateway", () => {
  let server: Server;
  let sockets: Socket[] = [];

  beforeEach(async () => {
    server = createServer((request, response) => {
      if (request.url !== "/slow") request.on("end", () => response.end("done")).resume();
    });
    limitConnections(server, ["127.0.0.99"], MAX);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
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
    socket.on("error", () => undefined).resume();
    if (sent) socket.write(sent);
    sockets.push(socket);
    return socket;
  }
  /** Whether a request on it is answered. */
  const isServed = (socket: Socket) =>
    new Promise<boolean>((resolve) => {
      if (socket.closed || socket.destroyed) resolve(false);
      socket.once("data", () => resolve(true)).once("close", () => resolve(false));
      socket.write("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
    });
  async function served(those: readonly Socket[]): Promise<number> {
    return (await Promise.all(those.map(isServed))).filter((is) => is).length;
  }
  const many = (count: number, addressOf: (n: number) => string, sent = "") =>
    Array.from({ length: count }, (_, n) => open(addressOf(n), sent));
  /** Connections are taken in order: when this one is served, those before it are decided. */
  async function flood(sent: string, count = 2 * MAX): Promise<Socket[]> {
    const those = many(count, (n) => FLOODING[n % 4] ?? "", sent);
    expect(await isServed(open("127.0.0.99"))).toBe(true);
    return those;
  }

  it.each([
    ["heads", HALF_HEAD],
    ["bodies", HALF_BODY],
    ["heads after a whole request", `GET / HTTP/1.1\r\nHost: a\r\n\r\n${HALF_HEAD}`],
    ["nothing", ""],
  ])("serves another place through a flood from a few that sends half of its %s", async (_, sent) => {
    await flood(sent);
    const others = many(12, () => "127.0.2.1");
    expect(await served(others)).toBe(12);
    await flood(sent);
    expect(await served(others)).toBe(12);
  });

  it("does not close what has been served before what has never asked", async () => {
    const quiet = many(12, (n) => `127.0.3.${n}`);
    const ofFlooding = open("127.0.1.1");
    expect(await served([...quiet, ofFlooding])).toBe(13);
    await flood(HALF_HEAD);
    expect(await served(many(30, (n) => `127.0.2.${n}`))).toBe(30);
    expect(await served([...quiet, ofFlooding])).toBe(13);
  });

  it("does not close what is being answered", async () => {
    const asking = many(19, () => "127.0.1.1", "GET /slow HTTP/1.1\r\nHost: a\r\n\r\n");
    await flood(HALF_HEAD);
    expect(await served(many(12, () => "127.0.2.1"))).toBe(12);
    expect(asking.filter(({ closed }) => closed)).toHaveLength(0);
  });

  it("lets every place have a few when all have few", async () => {
    const quiet = many(72, (n) => `127.0.3.${n}`);
    expect(await served(quiet)).toBe(72);
    expect(await served(many(6, () => "127.0.2.1"))).toBe(6);
  });
});

describe("IPv6 connections", () => {
  let server: Server;

  beforeEach(() => {
    server = new EventEmitter() as Server;
    limitConnections(server, [], MAX);
  });

  /** Connects from so many addresses; answers which of them have a connection that was not closed. */
  function connected(count: number, addressOf: (n: number) => string): () => number {
    const sockets = Array.from({ length: count }, (_, n) => {
      const socket = Object.assign(new EventEmitter(), {
        remoteAddress: addressOf(n),
        isOpen: true,
        destroy: () => {
          socket.isOpen = false;
        },
      });
      server.emit("connection", socket);
      return socket;
    });
    return () => sockets.filter(({ isOpen }) => isOpen).length;
  }

  it("of one /64 are a quarter of all", () => {
    expect(connected(MAX / 2, (n) => `2001:db8:0:1::${n + 1}`)()).toBe(MAX / 4);
    expect(connected(MAX / 4, (n) => `2001:db8:0:${n + 2}::1`)()).toBe(MAX / 4);
  });

  it("of one /48 are half of all, one from each /64", () => {
    const site = connected(MAX, (n) => `2001:db8:0:${n.toString(16)}::1`);
    expect(site()).toBe(MAX / 2);
    const others = connected(MAX / 2, (n) => `198.51.100.${n}`);
    expect(others()).toBe(MAX / 2);
    expect(connected(MAX, (n) => `2001:db8:0:${n.toString(16)}::2`)()).toBeLessThanOrEqual(MAX / 2);
    expect(others()).toBe(MAX / 2);
  });

  it("of a /64 find a place in a full /48: its greediest /64 gives way", () => {
    const greedy = connected(MAX / 4, () => "2001:db8:0:1::1");
    const modest = connected(MAX / 4, (n) => `2001:db8:0:${n + 2}::1`);
    const late = connected(5, () => "2001:db8:0:ffff::1");
    expect([greedy(), modest(), late()]).toEqual([MAX / 4 - 5, MAX / 4, 5]);
  });

  it("of many /64s of a /48 do not push out another site's when it gets crowded", () => {
    const others = connected(40, (n) => `2001:db8:${Math.floor(n / 5) + 1}:${n}::1`);
    const site = connected(MAX, (n) => `2001:db8:0:${n.toString(16)}::1`);
    expect(others()).toBe(40);
    expect(connected(20, (n) => `198.51.100.${n}`)()).toBe(20);
    expect([others(), site()]).toEqual([40, MAX * 0.9 - 60]);
  });
});
