import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { hintOf } from "../../src/model/secret.js";
import { copyApplication } from "../support/databases/copied-applications.js";
import { DATABASE_KINDS } from "../support/databases/databases.js";
import { contractOrganization, expectRefused, isGood } from "../support/dialects/contracts/contract-organization.js";
import { meteroid } from "../support/dialects/contracts/meteroid.js";
import type { TestGateway } from "../support/gateway/gateway.js";
import { introspect, startOauthGateway, tokenOf } from "../support/oauth/oauth-endpoints.js";
import { changed } from "../support/organization/oauth-applications.js";

const APPS = "/api/v1/oauth-apps";
const APP = { name: "Shop", redirect_uris: ["https://app.example.com/callback"] };
const RFC3339_MS_Z = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

describe.each(DATABASE_KINDS)("Meteroid's OAuth apps on %s", (kind) => {
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

  it("answers a creation with 201, the app and its secret, and shows the secret nowhere else", async () => {
    const { create, list, as, id, admin } = await start();
    const before = gateway.now();
    const { status, body } = await create({ ...APP, scopes: ["invoices:read", "invoices:write"] });
    expect(status).toBe(201);
    const { app, client_secret } = body;
    expect(body).toEqual({
      app: {
        ...APP,
        id: expect.stringMatching(/^app_[0-9A-Za-z]{22}$/),
        organization_id: id,
        client_id: expect.stringMatching(/^[0-9a-f]{32}$/),
        client_secret_hint: hintOf(client_secret),
        scopes: ["invoices:read", "invoices:write"],
        is_active: true,
        created_at: expect.stringMatching(RFC3339_MS_Z),
        updated_at: expect.stringMatching(RFC3339_MS_Z),
      },
      client_secret: expect.stringMatching(/^ogs_/),
    });
    expect(id).toMatch(/^org_/);
    for (const moment of [app.created_at, app.updated_at]) {
      expect(Date.parse(moment)).toBeGreaterThanOrEqual(before);
      expect(Date.parse(moment)).toBeLessThanOrEqual(gateway.now());
    }
    expect((await admin.verify(app.client_id, client_secret)).active).toBe(true);
    for (const answer of [await list(), await as("owner").request("GET", `${APPS}/${app.id}`)]) {
      expect(answer.text).not.toContain(client_secret);
      expect(answer.body.data?.[0] ?? answer.body).toEqual(app);
    }
  });

  it.each([{}, { scopes: null }, { scopes: [] }])("has no scopes by default: %j", async (scopes) => {
    const { create } = await start();
    expect((await create({ ...APP, ...scopes, redirect_uris: [] })).body.app).toMatchObject({
      scopes: [],
      redirect_uris: [],
    });
  });

  it("lists everything at once, newest first, whatever is asked of pages", async () => {
    const { create, as, developer } = await start();
    const { app: oldest } = (await create(APP)).body;
    await copyApplication(gateway.database, oldest.id, 249);
    const newest = await developer.createApplication({ name: "Newest" });
    for (const query of ["", "?limit=1&page=2&per_page=5&offset=3"]) {
      const { status, headers, body } = await as("viewer").request("GET", APPS + query);
      expect([status, headers.get("content-type"), Object.keys(body)]).toEqual([200, "application/json", ["data"]]);
      const ids = body.data.map((app: { id: string }) => app.id);
      expect(ids).toHaveLength(250);
      expect(ids[0]).toBe(newest.id);
      expect(new Set(ids).size).toBe(250);
      expect(ids).toContain(oldest.id);
      const ordered = ids.slice(1).filter((id: string) => id !== oldest.id);
      expect(ordered).toEqual([...ordered].sort().reverse());
    }
  });

  it("moves updated_at with each change, and created_at with none", async () => {
    const { create, as, owner } = await start();
    const { app } = (await create(APP)).body;
    const get = async () => (await as("developer").request("GET", `${APPS}/${app.id}`)).body;
    gateway.advance(1500);
    await changed(owner, "updateOAuthApplication", { oauthApplicationId: app.id, description: "Changed" });
    const updated = await get();
    expect(updated).toEqual({ ...app, updated_at: expect.stringMatching(RFC3339_MS_Z) });
    expect(Date.parse(updated.updated_at)).toBeGreaterThanOrEqual(Date.parse(app.updated_at) + 1500);
    gateway.advance(1500);
    await as("owner").request("POST", `${APPS}/${app.id}/rotate`);
    const rotated = await get();
    expect(Date.parse(rotated.updated_at)).toBeGreaterThanOrEqual(Date.parse(updated.updated_at) + 1500);
    expect(rotated.created_at).toBe(app.created_at);
  });

  it("says whether an app is active", async () => {
    const { create, as, owner } = await start();
    const { app } = (await create(APP)).body;
    await changed(owner, "updateOAuthApplication", { oauthApplicationId: app.id, enabled: false });
    expect((await as("viewer").request("GET", `${APPS}/${app.id}`)).body.is_active).toBe(false);
  });

  it("keeps hints from whoever may not read them, and has none for a public application", async () => {
    const { create, list, as, developer } = await start();
    const { app } = (await create(APP)).body;
    const narrow = (await as("viewer").request("GET", APPS)).body.data;
    expect(narrow).toEqual([{ ...app, client_secret_hint: "" }]);
    await developer.createApplication({ name: "Public", public: true });
    const hints = (await list()).body.data.map((shown: { client_secret_hint: string }) => shown.client_secret_hint);
    expect(hints).toEqual(["", app.client_secret_hint]);
  });

  it("deletes with 204 and no body, for good, and revokes every token of the app", async () => {
    const { application, as, admin, developer } = await start();
    const doomed = await application("Doomed");
    const onlooker = await developer.createApplication({ name: "Onlooker", grantTypes: ["CLIENT_CREDENTIALS"] });
    const asking = { clientId: onlooker.clientId, clientSecret: onlooker.clientSecret ?? "" };
    const tokens = [await tokenOf(gateway.url, doomed), await tokenOf(gateway.url, doomed)];
    for (const token of tokens) expect((await introspect(gateway.url, asking, token)).json.active).toBe(true);
    const { status, text, headers } = await as("admin").request("DELETE", `${APPS}/${doomed.id}`);
    expect([status, text, headers.get("content-type")]).toEqual([204, "", null]);
    for (const token of tokens) expect((await introspect(gateway.url, asking, token)).json).toEqual({ active: false });
    expect(await isGood(gateway, admin, doomed.clientId, doomed.clientSecret)).toBe(false);
    expectRefused(meteroid, await as("admin").request("DELETE", `${APPS}/${doomed.id}`), { status: 404 });
  });

  it("takes the bare key that its clients make for each request, and ignores what else they send along", async () => {
    const { as } = await start();
    const sent = {
      "meteroid-req-id": "req-1",
      "x-meteroid-req-id": "req-1",
      "meteroid-retry-count": "1",
      "user-agent": "meteroid-typescript/1.0",
      accept: "application/json, */*;q=0.8",
    };
    const headersOf = (key = randomUUID()) => ({ "idempotency-key": `auto_${key}`, ...sent });
    const send = (name: string, headers = headersOf()) =>
      as("owner").request("POST", APPS, { body: { ...APP, name }, headers });
    const headers = headersOf();
    const [one, other, again] = [await send("One", headers), await send("Other"), await send("One")];
    expect([one.status, other.status, again.status]).toEqual([201, 201, 409]);
    expect((await send("One", headers)).body).toEqual(one.body);
    expect(other.body.app.id).not.toBe(one.body.app.id);
    const rotated = [];
    for (let n = 0; n < 2; n++) {
      const path = `${APPS}/${one.body.app.id}/rotate`;
      rotated.push((await as("owner").request("POST", path, { headers: headersOf() })).body.client_secret);
    }
    expect(new Set(rotated).size).toBe(2);
    expect((await as("owner").request("GET", APPS, { headers: headersOf() })).body.data).toHaveLength(2);
  });
});
