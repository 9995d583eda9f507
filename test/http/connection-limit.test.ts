import { connect, type Socket } from "node:net";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { createMigratedDatabase, DATABASE_KINDS, type TestDatabase } from "../support/databases/databases.js";
import { type GatewayProcess, startGatewayProcess } from "../support/processes/gateway-process.js";
import { organizationAt } from "../support/processes/process-organization.js";

const OPEN_FILES = 320;
/** What is left of them for connections, and of these for one address. */
const MAX_CONNECTIONS = 224;
const MAX_OF_ADDRESS = 56;

describe.each(DATABASE_KINDS)(`a gateway on %s that may open ${OPEN_FILES} files`, (kind) => {
  let database: TestDatabase;
  let gateway: GatewayProcess;
  let token: string;
  let sockets: Socket[] = [];

  beforeAll(async () => {
    database = await createMigratedDatabase(kind);
    ({ token } = await organizationAt(database.env));
    gateway = await startGatewayProcess({ ...database.env, TRUST_PROXY: "127.0.0.99" }, OPEN_FILES);
  });
  afterEach(async () => {
    for (const socket of sockets) socket.destroy();
    sockets = [];
    // Until the gateway has seen them go.
    await expect.poll(() => answerOn(open("127.0.0.98"))).toContain("200 OK");
  });
  afterAll(async () => {
    await gateway.kill("SIGKILL");
    await database.drop();
  });

  function open(localAddress: string): Socket {
    const { hostname, port } = new URL(gateway.url);
    const socket = connect({ host: hostname, port: Number(port), localAddress });
    socket.on("error", () => undefined);
    sockets.push(socket);
    return socket;
  }

  /** What comes back for a query of the database, or "" when the connection was closed. */
  async function answerOn(socket: Socket): Promise<string> {
    const body = '{"query":"{ viewer { role } }"}';
    const head = `Host: a\r\nAuthorization: Bearer ${token}\r\nContent-Type: application/json`;
    socket.write(`POST /graphql HTTP/1.1\r\n${head}\r\nContent-Length: ${body.length}\r\n\r\n${body}`);
    return new Promise((resolve) => {
      let answer = "";
      socket.on("data", (chunk) => {
        answer += chunk;
        if (/\r\n\r\n.*\}\s*$/s.test(answer)) resolve(answer);
      });
      socket.on("close", () => resolve(""));
    });
  }

  /** Connections on which a request has begun and does not end, for some seconds. */
  async function hold(count: number, addressOf: (n: number) => string): Promise<Socket[]> {
    const held = Array.from({ length: count }, (_, n) => open(addressOf(n)));
    for (const socket of held) socket.write("GET /health/live HTTP/1.1\r\nHost: a\r\n");
    // Connections are taken in order: when this one is answered or closed, those before it are decided.
    await answerOn(open("127.0.0.99"));
    return held;
  }
  const openOnes = (held: Socket[]) => held.filter(({ closed, readableEnded }) => !closed && !readableEnded);

  it("takes no more connections than leave room for the database, which it still reaches", async () => {
    const held = await hold(MAX_CONNECTIONS - 30, (n) => `127.0.1.${n % 8}`);
    expect(openOnes(held)).toHaveLength(MAX_CONNECTIONS - 30);
    // Statements at once, so that all connections to the database are opened.
    const rest = Array.from({ length: 11 }, (_, n) => open(`127.0.2.${n}`));
    const answers = await Promise.all(rest.map(answerOn));
    expect(answers.every((answer) => answer.includes('"role":"OWNER"'))).toBe(true);
    for (const socket of rest) socket.write("GET /health/live HTTP/1.1\r\nHost: a\r\n");
    const late = await hold(40, (n) => `127.0.3.${n}`);
    await expect.poll(() => openOnes([...held, ...rest, ...late]).length).toBeLessThanOrEqual(MAX_CONNECTIONS);
    expect(openOnes(held).length).toBeLessThan(held.length);
    expect(gateway.stderr()).not.toMatch(/EMFILE|"level":[56]0/);
  });

  it("takes a quarter of them from one address, unless it is a proxy's", async () => {
    const held = await hold(MAX_OF_ADDRESS + 4, () => "127.0.0.1");
    await expect.poll(() => openOnes(held).length).toBe(MAX_OF_ADDRESS);
    const proxied = await hold(MAX_OF_ADDRESS + 4, () => "127.0.0.99");
    expect(openOnes(proxied)).toHaveLength(MAX_OF_ADDRESS + 4);
  });

  it("keeps those that were served when it gets crowded, and serves another address", async () => {
    const idle = Array.from({ length: 12 }, (_, n) => open(`127.0.4.${n}`));
    for (const socket of idle) expect(await answerOn(socket)).toContain("200 OK");
    await hold(2 * MAX_CONNECTIONS, (n) => `127.0.1.${n % 4}`);
    for (const socket of idle) expect(await answerOn(socket)).toContain("200 OK");
    expect(await answerOn(open("127.0.0.97"))).toContain("200 OK");
  });
});
