import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DATABASE_KINDS } from "../support/databases/databases.js";
import { contractOrganization, expectRefused } from "../support/dialects/contracts/contract-organization.js";
import { meteroid } from "../support/dialects/contracts/meteroid.js";
import type { TestGateway } from "../support/gateway/gateway.js";
import { startOauthGateway } from "../support/oauth/oauth-endpoints.js";

const APPS = "/api/v1/oauth-apps";
const APP = { name: "Shop", redirect_uris: ["https://app.example.com/callback"] };

describe.each(DATABASE_KINDS)("what Meteroid's clients may not ask for, on %s", (kind) => {
  let gateway: TestGateway;

  beforeAll(async () => {
    gateway = await startOauthGateway(kind);
  });
  afterAll(() => gateway.stop());

  async function start() {
    const organization = await contractOrganization(gateway, meteroid);
    const create = (body: unknown, headers: Record<string, string> = {}) =>
      organization.as("developer").request("POST", APPS, { body, headers });
    return { ...organization, create, list: () => organization.as("developer").request("GET", APPS) };
  }

  it.each<[string, unknown, string?]>([
    ["name", undefined],
    ["name", ""],
    ["name", " "],
    ["name", "x".repeat(257)],
    ["name", "a\u0000b"],
    ["name", 5],
    ["redirect_uris", undefined],
    ["redirect_uris", null],
    ["redirect_uris", "https://app.example.com/"],
    ["redirect_uris", ["https://app.example.com/#fragment"], "redirect_uris.0"],
    ["redirect_uris", ["https://ok.example.com/", "http://app.example.com/"], "redirect_uris.1"],
    ["scopes", "read"],
    ["scopes", ["two words"], "scopes.0"],
    ["scopes", ["a", "a"], "scopes.1"],
    ["client_id", "chosen"],
    ["client_secret", "Chosen-secret-Aa1"],
    ["redirectUris", []],
  ])("refuses %s: %j with BAD_REQUEST, and registers nothing", async (name, value, field = name) => {
    const { create, list } = await start();
    const answer = await create({ ...APP, [name]: value });
    expectRefused(meteroid, answer, { status: 400, field });
    expect(answer.body.code).toBe("BAD_REQUEST");
    expect((await list()).body.data).toEqual([]);
  });

  it.each(["", "{", "null", "[]", '"x"'])("refuses the body %j with BAD_REQUEST", async (body) => {
    const { create } = await start();
    expectRefused(meteroid, await create(body), { status: 400 });
  });

  it("has no update", async () => {
    const { create, as } = await start();
    const { app } = (await create(APP)).body;
    for (const method of ["PATCH", "PUT", "POST"]) {
      const answer = await as("owner").request(method, `${APPS}/${app.id}`, { body: { name: "Renamed" } });
      expectRefused(meteroid, answer, { status: 405 });
    }
  });

  it("has a code of its closed list for what has none of its own", async () => {
    const { as } = await start();
    const post = (body: string, type: string) =>
      as("owner").request("POST", APPS, { body, headers: { "content-type": type } });
    expect((await post(JSON.stringify(APP), "text/plain")).body.code).toBe("BAD_REQUEST");
    expect((await post(JSON.stringify({ ...APP, x: "y".repeat(300_000) }), "application/json")).body.code).toBe(
      "BAD_REQUEST",
    );
    expect((await as("owner").request("GET", "/api/v1/%ff")).body.code).toBe("BAD_REQUEST");
  });
});
