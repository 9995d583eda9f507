import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { isWellFormedSecret } from "../../src/model/secret.js";
import { DATABASE_KINDS } from "../support/databases/databases.js";
import { clerkSdk } from "../support/dialects/sdks.js";
import type { TestGateway } from "../support/gateway/gateway.js";
import { introspect, startOauthGateway, tokenOf } from "../support/oauth/oauth-endpoints.js";
import { changed, read } from "../support/organization/oauth-applications.js";

describe.each(DATABASE_KINDS)("Clerk's SDK on %s", (kind) => {
  let gateway: TestGateway;

  beforeAll(async () => {
    gateway = await startOauthGateway(kind);
  });
  afterAll(() => gateway.stop());

  async function open() {
    const organization = await gateway.organization();
    return { ...organization, clerk: clerkSdk(gateway.url, organization.admin.token) };
  }

  it("creates an application and gives back the vendor's own class, with every field", async () => {
    const { clerk, id } = await open();
    const redirectUris = ["https://app.example.com/callback", "http://127.0.0.1:8080/callback", "myapp://callback"];
    const before = gateway.now();
    const created = await clerk.create({ name: "Shop", redirectUris, scopes: "email  profile email", public: false });
    expect(created.constructor.name).toMatch(/^_?OAuthApplication$/);
    expect({ ...created }).toEqual({
      id: expect.stringMatching(/^app_[0-9A-Za-z]{22}$/),
      instanceId: `ins_${id.slice(4)}`,
      name: "Shop",
      clientId: expect.stringMatching(/^[0-9a-f]{32}$/),
      clientUri: null,
      clientImageUrl: null,
      dynamicallyRegistered: false,
      consentScreenEnabled: true,
      pkceRequired: false,
      isPublic: false,
      scopes: "email profile",
      redirectUris,
      authorizeUrl: `${gateway.url}/oauth/authorize`,
      tokenFetchUrl: `${gateway.url}/oauth/token`,
      userInfoUrl: `${gateway.url}/oauth/userinfo`,
      discoveryUrl: `${gateway.url}/.well-known/openid-configuration`,
      tokenIntrospectionUrl: `${gateway.url}/oauth/introspect`,
      createdAt: expect.any(Number),
      updatedAt: created.createdAt,
      clientSecret: expect.any(String),
    });
    expect(isWellFormedSecret(created.clientSecret ?? "", "ogs_")).toBe(true);
    // Milliseconds since 1970.
    expect(created.createdAt).toBeGreaterThanOrEqual(before);
    expect(created.createdAt).toBeLessThanOrEqual(gateway.now());
  });

  it("creates an application of which only the name is known, nulls being as good as left out", async () => {
    const { clerk } = await open();
    const nothing = { redirectUris: null, scopes: null, public: null };
    for (const created of [await clerk.create({ name: "Bare" }), await clerk.create({ name: "Bare", ...nothing })]) {
      expect(created).toMatchObject({ name: "Bare", redirectUris: [], scopes: "profile email", isPublic: false });
      expect(created.clientSecret).not.toBe("");
    }
  });

  it("creates a secret that works where the application's URLs say", async () => {
    const { clerk, owner, admin, developer } = await open();
    const { id, clientId, clientSecret = "", ...urls } = await clerk.create({ name: "Shop" });
    expect((await admin.verify(clientId, clientSecret)).active).toBe(true);
    await changed(owner, "updateOAuthApplication", { oauthApplicationId: id, grantTypes: ["CLIENT_CREDENTIALS"] });
    const token = await tokenOf(urls.tokenFetchUrl.replace(/\/oauth\/token$/, ""), { clientId, clientSecret });
    const discovered = await (await fetch(urls.discoveryUrl)).json();
    expect(discovered).toMatchObject({
      token_endpoint: urls.tokenFetchUrl,
      introspection_endpoint: urls.tokenIntrospectionUrl,
    });
    const { clientId: onlooker, clientSecret: password } = await developer.createApplication();
    const asked = await introspect(gateway.url, { clientId: onlooker, clientSecret: password ?? "" }, token);
    expect(asked.json).toMatchObject({ active: true, client_id: clientId });
  });

  it("creates a public application, whose secret is empty", async () => {
    const { clerk } = await open();
    const created = await clerk.create({ name: "Phone", public: true });
    expect([created.isPublic, created.clientSecret]).toEqual([true, ""]);
  });

  it("reads an application as it was created, without the secret", async () => {
    const { clerk, owner } = await open();
    const created = await clerk.create({ name: "Shop", redirectUris: ["myapp://callback"] });
    const read = await clerk.get(created.id);
    expect(read.constructor).toBe(created.constructor);
    expect({ ...read }).toEqual({ ...created, clientSecret: undefined });
    await changed(owner, "updateOAuthApplication", {
      oauthApplicationId: created.id,
      homepageUrl: "https://shop.example.com/",
      logoUrl: "https://shop.example.com/logo.png",
      pkceRequired: true,
      consentScreenEnabled: false,
    });
    expect(await clerk.get(created.id)).toMatchObject({
      clientUri: "https://shop.example.com/",
      clientImageUrl: "https://shop.example.com/logo.png",
      pkceRequired: true,
      consentScreenEnabled: false,
    });
  });

  it("updates what is given, and nothing else", async () => {
    const { clerk, viewer } = await open();
    const redirectUris = ["https://app.example.com/callback"];
    const { clientSecret: _, ...before } = await clerk.create({ name: "Shop", redirectUris, scopes: "email" });
    gateway.advance(2000);
    const renamed = await clerk.update({ oauthApplicationId: before.id, name: "Store" });
    expect({ ...renamed }).toEqual({
      ...before,
      clientSecret: undefined,
      name: "Store",
      updatedAt: renamed.updatedAt,
    });
    expect(renamed.updatedAt).toBeGreaterThanOrEqual(before.updatedAt + 2000);
    const replaced = await clerk.update({
      oauthApplicationId: before.id,
      name: "Store",
      redirectUris: ["myapp://callback"],
      scopes: "profile public_metadata",
    });
    expect(replaced).toMatchObject({ redirectUris: ["myapp://callback"], scopes: "profile public_metadata" });
    expect(await read(viewer, before.id, "name redirectUris scopes")).toEqual({
      name: "Store",
      redirectUris: ["myapp://callback"],
      scopes: ["profile", "public_metadata"],
    });
  });

  it("updates nothing without fields, and takes null for a field left out", async () => {
    const { clerk } = await open();
    const redirectUris = ["https://app.example.com/callback"];
    const { clientSecret: _, updatedAt: _at, ...before } = await clerk.create({ name: "Shop", redirectUris });
    // The SDK's types want a name; its documentation and the wire do not.
    type Update = Parameters<typeof clerk.update>[0];
    const { clientSecret, updatedAt: _same, ...same } = await clerk.update({ oauthApplicationId: before.id } as Update);
    expect([same, clientSecret]).toEqual([before, undefined]);
    const nothing = { redirectUris: null, scopes: null, public: null };
    expect(await clerk.update({ oauthApplicationId: before.id, name: "Shop", ...nothing })).toMatchObject(before);
  });

  it("turns an application public, which ends its secret, and back", async () => {
    const { clerk, admin } = await open();
    const { id, clientId, clientSecret = "" } = await clerk.create({ name: "Shop" });
    expect((await clerk.update({ oauthApplicationId: id, name: "Shop", public: true })).isPublic).toBe(true);
    expect((await admin.verify(clientId, clientSecret)).active).toBe(false);
    expect((await clerk.update({ oauthApplicationId: id, name: "Shop", public: false })).isPublic).toBe(false);
    expect((await admin.verify(clientId, clientSecret)).active).toBe(false);
    const { clientSecret: first = "" } = await clerk.rotateSecret(id);
    expect((await admin.verify(clientId, first)).active).toBe(true);
  });

  it("deletes an application for good", async () => {
    const { clerk, admin, owner } = await open();
    const { id, clientId, clientSecret = "" } = await clerk.create({ name: "Shop" });
    const stays = await clerk.create({ name: "Stays" });
    const deleted = await clerk.delete(id);
    expect(deleted.constructor.name).toMatch(/^_?DeletedObject$/);
    expect({ ...deleted }).toEqual({ object: "oauth_application", id, slug: null, deleted: true });
    expect((await admin.verify(clientId, clientSecret)).active).toBe(false);
    expect(await read(owner, id, "id")).toBeNull();
    expect((await clerk.list()).data.map((application) => application.id)).toEqual([stays.id]);
  });

  it("works with a slash at the end of its base URL", async () => {
    const { admin } = await open();
    const clerk = clerkSdk(`${gateway.url}/`, admin.token);
    const { id } = await clerk.create({ name: "Shop" });
    expect((await clerk.get(id)).name).toBe("Shop");
  });
});
