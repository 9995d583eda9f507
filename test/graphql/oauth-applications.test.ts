import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DATABASE_KINDS } from "../support/databases/databases.js";
import { startTestGateway, type TestGateway } from "../support/gateway/gateway.js";
import { change, changed, EVERYTHING, read, refusalOf, SETTINGS } from "../support/organization/oauth-applications.js";

const DEFAULTS = {
  name: "Only a name",
  description: "",
  public: false,
  enabled: true,
  redirectUris: [],
  postLogoutRedirectUris: [],
  allowedOrigins: [],
  scopes: [],
  optionalScopes: [],
  grantTypes: ["AUTHORIZATION_CODE"],
  responseTypes: ["CODE"],
  tokenEndpointAuthMethod: "CLIENT_SECRET_BASIC",
  pkceRequired: false,
  consentScreenEnabled: true,
  homepageUrl: null,
  logoUrl: null,
  privacyPolicyUrl: null,
  termsOfServiceUrl: null,
  secretOverlapSeconds: 172_800,
  secretQuietSeconds: 3600,
  accessTokenTtlSeconds: 3600,
};

/** Each input field with a value that is not its default. */
const FULL = {
  name: "Ünïcode & <b>name</b>",
  description: "First line\nsecond\tline\r\n🚀",
  redirectUris: ["https://b.example.com/cb", "https://a.example.com/cb"],
  postLogoutRedirectUris: ["myapp://logout", "https://a.example.com/bye"],
  allowedOrigins: ["https://b.example.com", "https://a.example.com"],
  scopes: ["write", "read", "a:b/c.d"],
  optionalScopes: ["read"],
  grantTypes: ["REFRESH_TOKEN", "AUTHORIZATION_CODE", "CLIENT_CREDENTIALS"],
  responseTypes: ["TOKEN", "ID_TOKEN", "CODE"],
  tokenEndpointAuthMethod: "CLIENT_SECRET_POST",
  pkceRequired: true,
  consentScreenEnabled: false,
  homepageUrl: "https://example.com",
  logoUrl: "https://example.com/logo.png",
  privacyPolicyUrl: "https://example.com/privacy",
  termsOfServiceUrl: "https://example.com/terms",
  secretOverlapSeconds: 60,
  secretQuietSeconds: 0,
  accessTokenTtlSeconds: 86_400,
};

describe.each(DATABASE_KINDS)("OAuth applications on %s", (kind) => {
  let gateway: TestGateway;

  beforeAll(async () => {
    gateway = await startTestGateway(kind);
  });
  afterAll(() => gateway.stop());

  it("needs only a name and fills in the defaults", async () => {
    const { developer } = await gateway.organization();
    const application = await changed(developer, "createOAuthApplication", { name: "Only a name" }, SETTINGS);
    expect(application).toEqual(DEFAULTS);
    const { id } = await developer.createApplication({ name: "Only a name" });
    expect(await read(developer, id, SETTINGS)).toEqual(DEFAULTS);
  });

  it("names who registered an application, where and when, under identifiers of the promised shape", async () => {
    const { developer, admin, id: organizationId } = await gateway.organization();
    const before = Date.now();
    const { id, clientId } = await developer.createApplication();
    const { viewer } = await developer.ok("{ viewer { actor { id kind name } } }");
    expect(id).toMatch(/^app_[0-9A-Za-z]{22}$/);
    expect(clientId).toMatch(/^[0-9a-f]{32}$/);
    const found = await read(admin, id, `${EVERYTHING} createdBy { id kind name }`);
    expect(found).toMatchObject({ id, clientId, version: 1, organization: { id: organizationId } });
    expect(found.createdBy).toEqual(viewer.actor);
    expect(found.updatedAt).toBe(found.createdAt);
    expect(Date.parse(found.createdAt)).toBeGreaterThanOrEqual(before);
    expect(Date.parse(found.createdAt)).toBeLessThanOrEqual(Date.now());
  });

  it("keeps every field of the input as it was given", async () => {
    const { developer } = await gateway.organization();
    const expected = { ...FULL, public: false, enabled: true };
    expect(await changed(developer, "createOAuthApplication", FULL, SETTINGS)).toEqual(expected);
    const { id } = await developer.createApplication(FULL);
    expect(await read(developer, id, SETTINGS)).toEqual(expected);
  });

  it("changes every field, lists as a whole", async () => {
    const { developer } = await gateway.organization();
    const { id: oauthApplicationId } = await developer.createApplication();
    const input = { oauthApplicationId, ...FULL, enabled: false };
    const expected = { ...FULL, public: false, enabled: false };
    expect(await changed(developer, "updateOAuthApplication", input, SETTINGS)).toEqual(expected);
    expect(await read(developer, oauthApplicationId, SETTINGS)).toEqual(expected);
    const { name, ...defaults } = DEFAULTS;
    const back = { oauthApplicationId, ...defaults };
    expect(await changed(developer, "updateOAuthApplication", back, SETTINGS)).toEqual({
      ...DEFAULTS,
      name: FULL.name,
    });
    expect(await read(developer, oauthApplicationId, SETTINGS)).toEqual({ ...DEFAULTS, name: FULL.name });
  });

  it.each(Object.entries({ ...FULL, enabled: false }))("changes %s and nothing else", async (field, value) => {
    const { developer } = await gateway.organization();
    const common = { scopes: ["read", "write", "a:b/c.d"] };
    const { id: oauthApplicationId } = await developer.createApplication(common);
    await changed(developer, "updateOAuthApplication", { oauthApplicationId, [field]: value });
    const expected = { ...DEFAULTS, name: "Test application", ...common, [field]: value };
    expect(await read(developer, oauthApplicationId, SETTINGS)).toEqual(expected);
  });

  it("changes nothing but the version when no field is given", async () => {
    const { developer } = await gateway.organization();
    const { id: oauthApplicationId } = await developer.createApplication(FULL);
    const { updatedAt, version, ...before } = await read(developer, oauthApplicationId);
    gateway.advance(1000);
    await changed(developer, "updateOAuthApplication", { oauthApplicationId });
    const after = await read(developer, oauthApplicationId);
    expect(after).toMatchObject({ ...before, version: version + 1 });
    expect(Date.parse(after.updatedAt)).toBeGreaterThanOrEqual(Date.parse(updatedAt) + 1000);
  });

  it("lets response types follow the grants unless they are given", async () => {
    const { developer } = await gateway.organization();
    const { id: oauthApplicationId } = await developer.createApplication({ grantTypes: ["CLIENT_CREDENTIALS"] });
    const update = (input: object) =>
      changed(developer, "updateOAuthApplication", { oauthApplicationId, ...input }, "grantTypes responseTypes");
    expect((await read(developer, oauthApplicationId, "responseTypes")).responseTypes).toEqual([]);
    expect((await update({ grantTypes: ["AUTHORIZATION_CODE"] })).responseTypes).toEqual(["CODE"]);
    expect((await update({ responseTypes: ["ID_TOKEN"] })).responseTypes).toEqual(["ID_TOKEN"]);
    expect(await update({ grantTypes: [] })).toEqual({ grantTypes: [], responseTypes: [] });
  });

  it("clears with null what has a meaning without a value, and refuses null elsewhere", async () => {
    const { developer } = await gateway.organization();
    const { id: oauthApplicationId } = await developer.createApplication(FULL);
    const clearable = ["homepageUrl", "logoUrl", "privacyPolicyUrl", "termsOfServiceUrl"];
    for (const field of [...Object.keys(FULL), "public", "enabled"]) {
      const before = await read(developer, oauthApplicationId);
      const answer = await change(developer, "updateOAuthApplication", { oauthApplicationId, [field]: null });
      if (clearable.includes(field)) {
        expect(answer.errors).toEqual([]);
        expect(await read(developer, oauthApplicationId, field)).toEqual({ [field]: null });
      } else {
        expect(refusalOf(answer)).toMatchObject({ code: "BAD_USER_INPUT", field });
        expect(await read(developer, oauthApplicationId)).toEqual(before);
      }
    }
  });

  it("finds an application by id or by client id, exactly one of them", async () => {
    const { viewer, developer } = await gateway.organization();
    const { id, clientId } = await developer.createApplication();
    const find = (args: string) => viewer.send(`{ oauthApplication${args} { id } }`);
    for (const args of [`(id: "${id}")`, `(clientId: "${clientId}")`, `(id: "${id}", clientId: null)`]) {
      expect((await find(args)).data).toEqual({ oauthApplication: { id } });
    }
    for (const args of ["", "(id: null)", `(id: "${id}", clientId: "${clientId}")`]) {
      expect(refusalOf(await find(args))).toMatchObject({ code: "BAD_USER_INPUT", field: "id" });
    }
  });

  it("takes an update for the version that was seen, and refuses it for any other", async () => {
    const { developer } = await gateway.organization();
    const { id: oauthApplicationId } = await developer.createApplication();
    const update = (expectedVersion: number | null, name = "Renamed") =>
      change(developer, "updateOAuthApplication", { oauthApplicationId, expectedVersion, name });
    expect((await update(1)).data.updateOAuthApplication.oauthApplication.version).toBe(2);
    const before = await read(developer, oauthApplicationId);
    for (const stale of [1, 3, 0, -1, 2_147_483_647]) {
      expect(refusalOf(await update(stale, "Stale"))).toEqual({ code: "CONFLICT" });
    }
    expect(await read(developer, oauthApplicationId)).toEqual(before);
    expect((await update(null)).data.updateOAuthApplication.oauthApplication.version).toBe(3);
  });
});
