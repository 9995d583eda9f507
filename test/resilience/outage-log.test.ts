import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { beginSlowly } from "../support/clients/slow-body.js";
import { proxyTo } from "../support/databases/database-proxy.js";
import { createMigratedDatabase, type TestDatabase } from "../support/databases/databases.js";
import { startTestGateway, type TestGateway } from "../support/gateway/gateway.js";
import type { GraphqlClient } from "../support/gateway/graphql-client.js";

const LEVEL = { warn: 40 };

describe("the log of a gateway whose database goes away", () => {
  let database: TestDatabase;
  let proxy: Awaited<ReturnType<typeof proxyTo>>;
  let gateway: TestGateway;
  let owner: GraphqlClient;

  beforeEach(async () => {
    database = await createMigratedDatabase("postgres");
    proxy = await proxyTo(database);
    gateway = await startTestGateway("postgres", { database: proxy.database });
    ({ owner } = await gateway.organization());
  });
  afterEach(async () => {
    await gateway.stop();
    await proxy.cut();
    await database.drop();
  });

  const complaints = () =>
    gateway
      .log()
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => JSON.parse(line))
      .filter(({ level }) => level >= LEVEL.warn);

  const get = async (path: string) => (await fetch(gateway.url + path)).status;
  const post = async (path: string, form: Record<string, string>) =>
    (await fetch(gateway.url + path, { method: "POST", body: new URLSearchParams(form) })).status;

  it.each<[string, () => Promise<number>]>([
    ["/graphql", async () => (await owner.send("{ viewer { role } }")).status],
    ["/health/ready", () => get("/health/ready")],
    [
      "/oauth/token",
      () => post("/oauth/token", { grant_type: "client_credentials", client_id: "0".repeat(32), client_secret: "x" }),
    ],
  ])("says so once, and why, however many requests %s fail", async (_path, send) => {
    await proxy.cut();
    const statuses = [];
    while (statuses.length < 20) statuses.push(await send());
    expect(new Set(statuses)).toEqual(new Set([503]));
    expect(complaints()).toEqual([
      expect.objectContaining({
        level: LEVEL.warn,
        msg: "The database does not answer",
        err: expect.objectContaining({ message: expect.stringMatching(/ECONNREFUSED|Connection terminated/) }),
      }),
    ]);
    expect(gateway.log()).not.toMatch(/postgres:postgres|ogt_[0-9A-Za-z]{49}/);

    await proxy.mend();
    await expect.poll(() => get("/health/ready")).toBe(200);
    expect((await owner.send("{ viewer { role } }")).errors).toEqual([]);
  });

  it.each([
    ["/graphql", "application/json"],
    ["/v1/oauth_applications", "application/json"],
    ["/csp/gateway/am/api/auth/token", "application/x-www-form-urlencoded"],
  ])("does not blame the database for who leaves in the middle of a body to %s", async (path, type) => {
    const { drop } = await beginSlowly(owner, path, type, "a=1");
    expect((await owner.send("{ viewer { role } }")).status).toBe(200);
    drop();
    await expect.poll(() => gateway.log()).toContain('"status":499');
    expect(await get("/health/live")).toBe(200);
    expect(complaints()).toEqual([]);
  });

  it("does not blame the database for a gateway that stops", async () => {
    let end = () => {};
    const stopping = gateway.gateway.stop(new Promise<void>((over) => (end = over)));
    expect(await get("/health/ready")).toBe(503);
    end();
    await stopping;
    expect(complaints()).toEqual([]);
    gateway = await startTestGateway("postgres", { database: proxy.database });
  });
});
