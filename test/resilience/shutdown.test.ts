import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { KeepAliveWriter } from "../support/clients/keep-alive-writer.js";
import {
  createDatabase,
  createMigratedDatabase,
  DATABASE_KINDS,
  type TestDatabase,
} from "../support/databases/databases.js";
import { brokenRows } from "../support/databases/integrity.js";
import { type GatewayProcess, startGatewayProcess } from "../support/processes/gateway-process.js";
import { organizationAt } from "../support/processes/process-organization.js";

let database: TestDatabase;
let gateway: GatewayProcess;
let sockets: Socket[] = [];

afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  sockets = [];
  if (gateway.child.exitCode === null) await gateway.kill("SIGKILL");
  await database.drop();
});

const start = async (kind: "sqlite" | "postgres") => {
  database = await createMigratedDatabase(kind);
  const organization = await organizationAt(database.env);
  gateway = await startGatewayProcess(database.env);
  return organization;
};

/** A connection of its own, with the bytes it has received. */
const open = async (request: string) => {
  const { hostname, port } = new URL(gateway.url);
  const socket = connect(Number(port), hostname);
  const connection = { socket, received: "" };
  socket.on("data", (chunk) => {
    connection.received += chunk;
  });
  socket.on("error", () => undefined);
  sockets.push(socket);
  await once(socket, "connect");
  socket.write(request);
  return connection;
};

const drained = () => expect.poll(() => gateway.stderr()).toContain('"msg":"draining"');

describe.each(DATABASE_KINDS)("SIGTERM under load on %s", (kind) => {
  it("answers what was accepted, keeps what was acknowledged, and ends with 0", async () => {
    const { token } = await start(kind);
    const writers = Array.from(
      { length: 16 },
      (_, number) => new KeepAliveWriter(gateway.url, token, `Writer ${number}`),
    );
    const writing = Promise.all(writers.map((writer) => writer.writeUntilRefused()));
    await expect.poll(() => writers.every(({ acknowledged }) => acknowledged.length > 1)).toBe(true);
    expect(await gateway.kill("SIGTERM")).toBe(0);
    await writing;

    expect(writers.flatMap(({ broken }) => broken)).toEqual([]);
    const kept = await database.query("SELECT id, name FROM oauth_applications");
    const ids = new Set(kept.map(({ id }) => id));
    const acknowledged = writers.flatMap((writer) => writer.acknowledged);
    expect(acknowledged.filter((id) => !ids.has(id))).toEqual([]);
    // Nothing was done for those who found the door closed.
    expect(kept).toHaveLength(acknowledged.length);
    expect(await brokenRows(database)).toEqual([]);
  });
});

describe("SIGTERM", () => {
  it("is obeyed in order from the moment the gateway listens", async () => {
    database = await createDatabase("postgres");
    const startAndStop = async () => {
      const started = await startGatewayProcess(database.env);
      gateway = started;
      return started.kill("SIGTERM");
    };
    expect(await Promise.all([startAndStop(), startAndStop(), startAndStop(), startAndStop()])).toEqual([0, 0, 0, 0]);
  });

  it("is obeyed a second later, until when load balancers notice", async () => {
    await start("sqlite");
    expect(await gateway.kill("SIGTERM")).toBe(0);
    const saidAt = (said: string) => Number(new RegExp(`"time":(\\d+).*"msg":"${said}"`).exec(gateway.stderr())?.[1]);
    // Timers may go off slightly early.
    expect(saidAt("stopped") - saidAt("draining")).toBeGreaterThanOrEqual(990);
  });

  it("is not held up by 50 idle connections", async () => {
    await start("sqlite");
    const idle = await Promise.all(
      Array.from({ length: 50 }, () => open("GET /health/live HTTP/1.1\r\nHost: gateway\r\n\r\n")),
    );
    await expect.poll(() => idle.every(({ received }) => received.endsWith('{"status":"ok"}'))).toBe(true);
    expect(idle.filter(({ socket }) => socket.closed)).toEqual([]);
    expect(await gateway.kill("SIGTERM")).toBe(0);
  });

  it("ends although one client stalls in the middle of a request and one never sends any", async () => {
    await start("sqlite");
    await open(
      "POST /graphql HTTP/1.1\r\nHost: gateway\r\nContent-Type: application/json\r\nContent-Length: 50\r\n\r\n{",
    );
    await open("POST /graphql HTTP/1.1\r\nHost: gate");
    await open("");
    expect(await gateway.kill("SIGTERM")).toBe(0);
  });

  it.each(["SIGTERM", "SIGINT"] as const)("followed by %s ends at once", async (second) => {
    await start("sqlite");
    await open("POST /graphql HTTP/1.1\r\nHost: gate");
    const ended = gateway.kill("SIGTERM");
    await drained();
    gateway.child.kill(second);
    // Without the second signal the half request would hold it for nine seconds, and then it would end with 0.
    expect(await ended).toBe(1);
  });
});
