import { randomUUID } from "node:crypto";
import { ConflictError, NotFoundError } from "cloudflare";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { isWellFormedSecret } from "../../src/model/secret.js";
import { copyApplication } from "../support/databases/copied-applications.js";
import { DATABASE_KINDS } from "../support/databases/databases.js";
import { COLLECTION, dialectClient } from "../support/dialects/dialects.js";
import { CLOUDFLARE_METHODS, cloudflareAccount, cloudflareSdk, failure, NEW_CLIENT } from "../support/dialects/sdks.js";
import { startTestGateway, type TestGateway } from "../support/gateway/gateway.js";

const DATE_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

describe.each(DATABASE_KINDS)("Cloudflare's SDK on %s", (kind) => {
  let gateway: TestGateway;

  beforeAll(async () => {
    gateway = await startTestGateway(kind);
  });
  afterAll(() => gateway.stop());

  async function open() {
    const organization = await gateway.organization();
    const { admin, id } = organization;
    return { ...organization, ...cloudflareAccount(admin, id, { maxRetries: 0 }) };
  }

  it("creates a client and shows its secret, which works; what was not given is left out, never null", async () => {
    const { oauthClients, account, admin, viewer } = await open();
    const { client_secret = "", ...created } = await oauthClients.create({ ...account, ...NEW_CLIENT });
    expect(created).toStrictEqual({
      ...NEW_CLIENT,
      client_id: expect.stringMatching(/^[0-9a-f]{32}$/),
      visibility: "private",
      allowed_cors_origins: [],
      post_logout_redirect_uris: [],
      optional_scopes: [],
      has_rotated_secret: false,
      created_at: expect.stringMatching(DATE_TIME),
      updated_at: created.created_at,
    });
    expect(isWellFormedSecret(client_secret, "ogs_")).toBe(true);
    expect((await admin.verify(created.client_id, client_secret)).active).toBe(true);
    const { oauthApplication } = await viewer.ok(`{ oauthApplication(clientId: "${created.client_id}") {
      name redirectUris scopes grantTypes responseTypes tokenEndpointAuthMethod createdAt } }`);
    expect(oauthApplication).toEqual({
      name: "Shop",
      redirectUris: NEW_CLIENT.redirect_uris,
      scopes: ["zone.read"],
      grantTypes: ["AUTHORIZATION_CODE"],
      responseTypes: ["CODE"],
      tokenEndpointAuthMethod: "CLIENT_SECRET_BASIC",
      createdAt: created.created_at,
    });
  });

  it("creates a client with everything that can be said of one, and reads it back", async () => {
    const { oauthClients, account } = await open();
    const everything = {
      client_name: "Shop",
      grant_types: ["authorization_code" as const, "refresh_token" as const],
      redirect_uris: ["https://shop.example.com/a", "myapp://callback"],
      response_types: ["code" as const, "id_token" as const, "token" as const],
      scopes: ["openid", "zone.read", "account.read", "offline_access"],
      token_endpoint_auth_method: "client_secret_post" as const,
      allowed_cors_origins: ["https://shop.example.com"],
      client_uri: "https://shop.example.com/",
      logo_uri: "https://shop.example.com/logo.png",
      optional_scopes: ["account.read"],
      policy_uri: "https://shop.example.com/privacy",
      post_logout_redirect_uris: ["https://shop.example.com/bye"],
      tos_uri: "https://shop.example.com/terms",
    };
    const { client_secret, ...created } = await oauthClients.create({ ...account, ...everything });
    expect(client_secret).toEqual(expect.any(String));
    expect(created).toMatchObject(everything);
    expect(await oauthClients.get(created.client_id, account)).toStrictEqual(created);
    expect((await oauthClients.list(account)).result).toStrictEqual([created]);
  });

  it("creates a public client, which has no secret", async () => {
    const { oauthClients, account } = await open();
    const none = { ...NEW_CLIENT, token_endpoint_auth_method: "none" as const };
    const created = await oauthClients.create({ ...account, ...none });
    expect(created).not.toHaveProperty("client_secret");
    expect(created).toMatchObject({ token_endpoint_auth_method: "none", visibility: "private" });
    await failure(ConflictError, oauthClients.rotateSecret(created.client_id, account));
  });

  it("updates what is given, and nothing else", async () => {
    const { oauthClients, account } = await open();
    const client_uri = "https://shop.example.com/";
    const { client_secret: _, ...before } = await oauthClients.create({ ...account, ...NEW_CLIENT, client_uri });
    gateway.advance(2000);
    const renamed = await oauthClients.update(before.client_id, { ...account, client_name: "Store" });
    expect(renamed).toStrictEqual({ ...before, client_name: "Store", updated_at: renamed.updated_at });
    expect(Date.parse(renamed.updated_at ?? "")).toBeGreaterThanOrEqual(Date.parse(before.updated_at ?? "") + 2000);
    const changes = {
      redirect_uris: ["myapp://callback"],
      scopes: ["zone.read", "zone.edit"],
      optional_scopes: ["zone.edit"],
      token_endpoint_auth_method: "client_secret_post" as const,
      tos_uri: "https://shop.example.com/terms",
      allowed_cors_origins: ["https://shop.example.com"],
    };
    const updated = await oauthClients.update(before.client_id, { ...account, ...changes });
    expect(updated).toStrictEqual({ ...renamed, ...changes, updated_at: updated.updated_at });
    expect(await oauthClients.get(before.client_id, account)).toStrictEqual(updated);
  });

  it("updates nothing without fields", async () => {
    const { oauthClients, account } = await open();
    const { client_secret: _, updated_at: _at, ...before } = await oauthClients.create({ ...account, ...NEW_CLIENT });
    const { updated_at, ...after } = await oauthClients.update(before.client_id, account);
    expect(after).toStrictEqual(before);
  });

  it("deletes a client for good", async () => {
    const { oauthClients, account, admin, owner } = await open();
    const { client_id, client_secret = "" } = await oauthClients.create({ ...account, ...NEW_CLIENT });
    expect(await oauthClients.delete(client_id, account)).toStrictEqual({ id: client_id });
    expect((await admin.verify(client_id, client_secret)).active).toBe(false);
    await failure(NotFoundError, oauthClients.get(client_id, account));
    expect((await owner.ok(`{ oauthApplication(clientId: "${client_id}") { id } }`)).oauthApplication).toBeNull();
  });

  it("lists all clients at once, newest first, and nothing where there is nothing", async () => {
    const { oauthClients, account, developer } = await open();
    expect((await oauthClients.list(account)).result).toEqual([]);
    const { id } = await developer.createApplication({ name: "Copied" });
    await copyApplication(gateway.database, id, 249);
    await oauthClients.create({ ...account, ...NEW_CLIENT });
    const listed: string[] = [];
    for await (const client of oauthClients.list(account)) listed.push(client.client_id);
    expect(listed).toHaveLength(250);
    const { totalCount, nodes } = (
      await developer.ok("{ oauthApplications(first: 100) { totalCount nodes { clientId } } }")
    ).oauthApplications;
    expect(totalCount).toBe(250);
    expect(listed.slice(0, 100)).toEqual(nodes.map(({ clientId }: { clientId: string }) => clientId));
    expect(new Set(listed)).toHaveLength(250);
  });

  it("gets the vendor's envelope from every method, as JSON that nobody keeps", async () => {
    const { oauthClients, account, admin, developer, id } = await open();
    const rotated = await developer.createApplication();
    await developer.rotate(rotated.id);
    for (const [name, call] of CLOUDFLARE_METHODS) {
      const { clientId } = name === "deleteRotatedSecret" ? rotated : await developer.createApplication();
      const recorded: Response[] = [];
      const recording = cloudflareAccount(admin, id, {
        fetch: async (...request: Parameters<typeof fetch>) => {
          const response = await fetch(...request);
          recorded.push(response.clone());
          return response;
        },
      });
      const result = await call(recording.oauthClients, account, clientId);
      const [response] = recorded as [Response];
      expect([name, response.status, response.headers.get("content-type")]).toEqual([name, 200, "application/json"]);
      expect(response.headers.get("cache-control")).toBe("no-store");
      const envelope = {
        success: true,
        errors: [],
        messages: [],
        result: name === "list" ? expect.any(Array) : result,
      };
      expect(await response.json()).toStrictEqual(envelope);
    }
    expect((await oauthClients.list(account, { query: { page: 1, per_page: 5 } })).result.length).toBeGreaterThan(5);
  });

  it("reaches a client whose id somebody else chose, as long as that may be", async () => {
    const { oauthClients, account, admin, id } = await open();
    const csp = dialectClient(gateway.url, admin.token);
    for (const length of [1, 100, 101, 255]) {
      const chosen = `${gateway.database.kind}-_`.padEnd(length, randomUUID().repeat(8)).slice(-length);
      const created = await csp.request("POST", COLLECTION.csp(id), {
        body: {
          id: chosen,
          displayName: "Chosen",
          description: "",
          grantTypes: ["client_credentials"],
          allowedScopes: {},
        },
      });
      expect([created.status, created.body.clientId]).toEqual([200, chosen]);
      expect((await oauthClients.get(chosen, account)).client_id).toBe(chosen);
      expect((await oauthClients.update(chosen, { ...account, client_name: "Renamed" })).client_name).toBe("Renamed");
      expect(await oauthClients.delete(chosen, account)).toEqual({ id: chosen });
    }
  });

  it("works with a slash at the end of its base URL", async () => {
    const { account, admin } = await open();
    const { oauthClients } = cloudflareSdk("", admin.token, { baseURL: `${gateway.url}/client/v4/` }).iam;
    expect((await oauthClients.list(account)).result).toEqual([]);
  });
});
