import { BadRequestError, type ClientOptions } from "cloudflare";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DATABASE_KINDS } from "../support/databases/databases.js";
import { cloudflareAccount, failure, NEW_CLIENT } from "../support/dialects/sdks.js";
import { startTestGateway, type TestGateway } from "../support/gateway/gateway.js";
import { changed, read } from "../support/organization/oauth-applications.js";

describe.each(DATABASE_KINDS)("Cloudflare's rules of scopes and visibility on %s", (kind) => {
  let gateway: TestGateway;

  beforeAll(async () => {
    gateway = await startTestGateway(kind);
  });
  afterAll(() => gateway.stop());

  async function open(settings: object = {}, options: ClientOptions = { maxRetries: 0 }) {
    const { id, admin, developer } = await gateway.organization();
    const { oauthClients, account } = cloudflareAccount(admin, id, options);
    const make = (more: object = {}) => oauthClients.create({ ...account, ...NEW_CLIENT, ...settings, ...more });
    const client = await make();
    const update = (changes: object) => oauthClients.update(client.client_id, { ...account, ...changes });
    const refused = async (call: Promise<unknown>) => {
      const { status, errors } = await failure(BadRequestError, call);
      expect(errors).toHaveLength(1);
      const [{ code, message, source }] = errors as [{ code: number; message: string; source: { pointer: string } }];
      expect([status, code]).toEqual([400, 10400]);
      return { pointer: source.pointer, message };
    };
    const reread = () => oauthClients.get(client.client_id, account);
    return { oauthClients, account, client, make, update, refused, reread, developer };
  }

  const REFRESHING = { grant_types: ["authorization_code", "refresh_token"] };
  const IDENTIFYING = { response_types: ["code", "id_token"] };

  it("adds offline_access with the refresh token grant and openid with id tokens", async () => {
    const { client, make } = await open();
    expect(client.scopes).toEqual(["zone.read"]);
    expect((await make(REFRESHING)).scopes).toEqual(["zone.read", "offline_access"]);
    expect((await make(IDENTIFYING)).scopes).toEqual(["zone.read", "openid"]);
    const both = await make({ ...REFRESHING, ...IDENTIFYING });
    expect(both.scopes?.toSorted()).toEqual(["offline_access", "openid", "zone.read"]);
    const named = { ...REFRESHING, ...IDENTIFYING, scopes: ["offline_access", "zone.read", "openid"] };
    expect((await make(named)).scopes).toEqual(["offline_access", "zone.read", "openid"]);
  });

  it("removes them without their reason", async () => {
    const { make } = await open();
    const scopes = ["openid", "zone.read", "offline_access", "offline"];
    expect((await make({ scopes })).scopes).toEqual(["zone.read", "offline"]);
    expect((await make({ ...REFRESHING, scopes })).scopes).toEqual(["zone.read", "offline_access", "offline"]);
    expect((await make({ ...IDENTIFYING, scopes })).scopes).toEqual(["openid", "zone.read", "offline"]);
  });

  it("adds and removes them when an update changes the reason or the scopes", async () => {
    const { update, developer, client } = await open();
    const scopesAfter = async (changes: object) => (await update(changes)).scopes;
    expect(await scopesAfter(REFRESHING)).toEqual(["zone.read", "offline_access"]);
    expect(await scopesAfter(IDENTIFYING)).toEqual(["zone.read", "offline_access", "openid"]);
    expect((await scopesAfter({ scopes: ["dns.read"] }))?.toSorted()).toEqual(["dns.read", "offline_access", "openid"]);
    expect(await scopesAfter({ response_types: ["code"] })).toEqual(["dns.read", "offline_access"]);
    expect(await scopesAfter({ grant_types: ["authorization_code"] })).toEqual(["dns.read"]);
    expect(await scopesAfter({ scopes: ["dns.read", "openid"] })).toEqual(["dns.read"]);
    const { oauthApplication } = await developer.ok(`{ oauthApplication(clientId: "${client.client_id}") { scopes } }`);
    expect(oauthApplication).toEqual({ scopes: ["dns.read"] });
  });

  it("keeps the response types when only the grants change, and the grants when only those change", async () => {
    const { update } = await open();
    await update(IDENTIFYING);
    expect(await update(REFRESHING)).toMatchObject({ ...REFRESHING, ...IDENTIFYING });
    expect(await update({ response_types: ["token"] })).toMatchObject({ ...REFRESHING, response_types: ["token"] });
  });

  it("holds for updates at the same time, which all succeed as they would one after the other", async () => {
    // With the retries that the SDK has by default.
    const { oauthClients, account, client, reread } = await open({}, {});
    const changes = [
      REFRESHING,
      IDENTIFYING,
      { scopes: ["dns.read"] },
      { client_name: "Store" },
      { scopes: ["zone.read"] },
    ];
    await Promise.all(
      changes.map((change) => oauthClients.update(client.client_id, { ...account, ...(change as object) })),
    );
    const { scopes = [], ...after } = await reread();
    expect(after).toMatchObject({ ...REFRESHING, ...IDENTIFYING, client_name: "Store" });
    // Either of two may have been the last.
    const own = scopes.includes("dns.read") ? "dns.read" : "zone.read";
    expect(scopes.toSorted()).toEqual([own, "offline_access", "openid"].toSorted());
  });

  it("leaves the scopes alone when neither they nor their reasons are touched", async () => {
    const { oauthClients, account, developer } = await open();
    const { id, clientId } = await developer.createApplication({ scopes: ["openid", "write:shop"] });
    const { scopes } = await oauthClients.update(clientId, { ...account, client_name: "Renamed" });
    expect(scopes).toEqual(["openid", "write:shop"]);
    expect(await read(developer, id, "scopes")).toEqual({ scopes });
  });

  it.each([
    ["a scope with a colon", { scopes: ["zone.read", "zone:read"] }, "/scopes/1"],
    ["an optional scope with a colon", { optional_scopes: ["zone:read"] }, "/optional_scopes/0"],
    ["an optional scope that is no scope", { optional_scopes: ["zone.read", "dns.read"] }, "/optional_scopes/1"],
    ["openid as optional", { ...IDENTIFYING, optional_scopes: ["zone.read", "openid"] }, "/optional_scopes/1"],
    ["offline_access as optional", { ...REFRESHING, optional_scopes: ["offline_access"] }, "/optional_scopes/0"],
    ["offline as optional", { scopes: ["offline"], optional_scopes: ["offline"] }, "/optional_scopes/0"],
  ])("refuses %s, on create and on update", async (_what, settings, pointer) => {
    const { make, update, refused, reread, client } = await open();
    expect((await refused(make(settings))).pointer).toBe(pointer);
    expect((await refused(update(settings))).pointer).toBe(pointer);
    const { client_secret: _, ...before } = client;
    expect(await reread()).toStrictEqual(before);
  });

  it("lets an optional scope go with its scope, unless the update names both", async () => {
    const scopes = ["zone.read", "dns.read"];
    const { update, refused, reread } = await open({ scopes, optional_scopes: ["dns.read"] });
    expect(await reread()).toMatchObject({ scopes, optional_scopes: ["dns.read"] });
    const contradiction = update({ scopes: ["zone.read"], optional_scopes: ["dns.read"] });
    expect((await refused(contradiction)).pointer).toBe("/optional_scopes/0");
    expect(await update({ scopes: ["zone.read"] })).toMatchObject({ scopes: ["zone.read"], optional_scopes: [] });
  });

  const PUBLISHABLE = { client_uri: "https://shop.example.com/", logo_uri: "https://shop.example.com/logo.png" };

  it("promotes a client to public, once, and says when", async () => {
    const { client, update, reread, oauthClients, account } = await open(PUBLISHABLE);
    expect(client.visibility).toBe("private");
    expect(client).not.toHaveProperty("promoted_at");
    gateway.advance(86_400_000);
    const before = gateway.now();
    const promoted = await update({ visibility: "public" });
    expect(promoted.visibility).toBe("public");
    const promotedAt = Date.parse(promoted.promoted_at ?? "");
    expect(promotedAt).toBeGreaterThanOrEqual(before);
    expect(promotedAt).toBeLessThanOrEqual(gateway.now());
    expect((await oauthClients.list(account)).result[0]).toStrictEqual(promoted);
    gateway.advance(86_400_000);
    const again = await update({ visibility: "public" });
    expect([again.visibility, again.promoted_at]).toEqual(["public", promoted.promoted_at]);
    expect((await update({ client_name: "Store" })).promoted_at).toBe(promoted.promoted_at);
    expect(await reread()).toMatchObject({ visibility: "public", promoted_at: promoted.promoted_at });
  });

  it("promotes with what the same update brings", async () => {
    const { update } = await open({ scopes: [] });
    const changes = { ...PUBLISHABLE, scopes: ["zone.read"] };
    expect(await update({ visibility: "public", ...changes })).toMatchObject({ visibility: "public", ...changes });
  });

  it("is publication, not the OAuth term: a public client stays private, and keeps its secret when promoted", async () => {
    const { make, update } = await open(PUBLISHABLE);
    expect((await make({ token_endpoint_auth_method: "none" })).visibility).toBe("private");
    expect((await update({ visibility: "public" })).token_endpoint_auth_method).toBe("client_secret_basic");
  });

  it.each([
    ["a logo", { ...PUBLISHABLE, logo_uri: undefined }, /logo_uri/],
    ["a home page", { ...PUBLISHABLE, client_uri: undefined }, /client_uri/],
    ["any scope", { ...PUBLISHABLE, scopes: [] }, /scope/],
    [
      "a scope beyond identity",
      { ...PUBLISHABLE, ...IDENTIFYING, ...REFRESHING, scopes: ["openid", "offline"] },
      /scope/,
    ],
  ])("refuses to promote a client without %s", async (_what, settings, words) => {
    const { update, refused, reread } = await open(settings);
    const { pointer, message } = await refused(update({ visibility: "public" }));
    expect(pointer).toBe("/visibility");
    expect(message).toMatch(words);
    expect(await reread()).toMatchObject({ visibility: "private" });
  });

  it("refuses to demote a client, and to create one as public", async () => {
    const { update, make, refused, reread } = await open(PUBLISHABLE);
    await update({ visibility: "public" });
    expect((await refused(update({ visibility: "private" }))).pointer).toBe("/visibility");
    expect((await reread()).visibility).toBe("public");
    expect((await refused(make({ visibility: "public" }))).pointer).toBe("/visibility");
  });

  it("keeps a promotion through a change in GraphQL", async () => {
    const { update, reread, client, developer } = await open(PUBLISHABLE);
    const { promoted_at } = await update({ visibility: "public" });
    const { oauthApplication } = await developer.ok(`{ oauthApplication(clientId: "${client.client_id}") { id } }`);
    await changed(developer, "updateOAuthApplication", { oauthApplicationId: oauthApplication.id, name: "Store" });
    expect(await reread()).toMatchObject({ client_name: "Store", visibility: "public", promoted_at });
  });
});
