import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { isWellFormedSecret } from "../../src/model/secret.js";
import { DATABASE_KINDS } from "../support/databases/databases.js";
import { expectRefused } from "../support/dialects/contracts/contract-organization.js";
import { csp } from "../support/dialects/contracts/csp.js";
import { chosenSecret, cspOrganization, REQUIRED } from "../support/dialects/csp.js";
import { guidOf } from "../support/dialects/dialects.js";
import type { TestGateway } from "../support/gateway/gateway.js";
import { startOauthGateway } from "../support/oauth/oauth-endpoints.js";

/** Everything the vendor's create has that the gateway takes, none of it a default. */
const FULL = {
  displayName: "Große Bücherei -_.`':@& 2",
  description: "Books.",
  grantTypes: ["authorization_code", "refresh_token", "client_credentials"],
  allowedScopes: {
    generalScopes: ["openid", "email"],
    organizationScopes: { allRoles: false, roles: [{ name: "org_owner", resource: null }] },
    servicesScopes: [{ serviceDefinitionId: "s1", allPermissions: true, keptInToken: ["a"] }],
  },
  redirectUris: ["https://app.example.com/callback", "myapp://callback"],
  postLogoutRedirectUris: ["https://app.example.com/bye"],
  accessTokenTTL: 900,
  refreshTokenTTL: 3600,
  publicClient: false,
  forcePkce: true,
  ownerOnlySecretRotation: true,
  secretRotationExpirationInSeconds: 7200,
  allowOpenRedirectUris: false,
  allowedActorsAudienceExchange: ["actor-1"],
  allowedActorsClientDelegate: ["actor-2"],
  additionalAttributeMasks: ["mask"],
  maxGroupsInIdToken: 5,
  maxAdditionalAttributesInIdToken: 6,
  maxCharactersInAccessToken: 7,
  groupDomainAppendedInIDToken: true,
  isHidden: true,
  crossOrgAccessClaimsSupported: true,
  useCspIssuerUrl: true,
};

describe.each(DATABASE_KINDS)("CSP's create on %s", (kind) => {
  let gateway: TestGateway;

  beforeAll(async () => {
    gateway = await startOauthGateway(kind);
  });
  afterAll(() => gateway.stop());

  it("answers with a generated id and secret that work, and with nothing else", async () => {
    const { create, good } = await cspOrganization(gateway);
    const { status, body } = await create();
    expect([status, Object.keys(body).sort()]).toEqual([200, ["clientId", "clientSecret"]]);
    expect(body.clientId).toMatch(/^[0-9a-f]{32}$/);
    expect(isWellFormedSecret(body.clientSecret, "ogs_")).toBe(true);
    expect(await good(body.clientId, body.clientSecret)).toBe(true);
  });

  it("has the vendor's defaults", async () => {
    const { created, shown, id } = await cspOrganization(gateway);
    const before = Math.floor(gateway.now() / 1000);
    const { clientId } = await created();
    const { createdAt, lastUpdatedAt, createdBy, ...rest } = await shown(clientId);
    expect(rest).toEqual({
      ...REQUIRED,
      id: clientId,
      redirectUris: [],
      postLogoutRedirectUris: [],
      allowedScopes: { generalScopes: [] },
      accessTokenTTL: 600,
      refreshTokenTTL: 7_776_000,
      publicClient: false,
      forcePkce: false,
      ownerOnlySecretRotation: false,
      secretRotationExpirationInSeconds: 172_800,
      organizationId: guidOf(id),
      immutable: false,
      isHidden: false,
      allowOpenRedirectUris: false,
      allowedOrgs: [],
    });
    for (const seconds of [createdAt, lastUpdatedAt]) {
      expect(Number.isInteger(seconds)).toBe(true);
      expect(seconds).toBeGreaterThanOrEqual(before);
      expect(seconds).toBeLessThanOrEqual(Math.floor(gateway.now() / 1000));
    }
    expect(createdBy).toMatch(/OWNER$/);
  });

  it("gives back all that was sent, the settings that only this vendor has as well", async () => {
    const { create, send } = await cspOrganization(gateway);
    const { body } = await create({ ...FULL, allowedOrgs: ["org-1", "org-2"] });
    for (const role of ["viewer", "owner"] as const) {
      const read = (await send("GET", `/${body.clientId}`, undefined, role)).body;
      expect(read).toMatchObject(FULL);
      expect(read.allowedScopes).toEqual(FULL.allowedScopes);
      expect(read.allowedOrgs).toEqual([{ id: "org-1" }, { id: "org-2" }]);
      expect("createdBy" in read).toBe(role === "owner");
    }
  });

  it("keeps any text that JSON can hold in the vendor's own settings", async () => {
    const { created, shown } = await cspOrganization(gateway);
    const odd = ["\u0000", "\ud800", "'\"\\", "😀", "__proto__"];
    const { clientId } = await created({
      additionalAttributeMasks: odd,
      allowedScopes: { organizationScopes: { constructor: odd, "": null } },
    });
    const read = await shown(clientId);
    expect(read.additionalAttributeMasks).toEqual(odd);
    expect(read.allowedScopes.organizationScopes).toEqual({ constructor: odd, "": null });
  });

  it("gives a public client no secret, and takes none for it", async () => {
    const { created, shown, create } = await cspOrganization(gateway);
    const { clientId, clientSecret } = await created({ publicClient: true, grantTypes: ["authorization_code"] });
    expect([clientSecret, (await shown(clientId)).publicClient]).toEqual(["", true]);
    const refused = await create({ publicClient: true, grantTypes: ["authorization_code"], secret: chosenSecret() });
    expectRefused(csp, refused, { status: 400, field: "secret" });
  });

  it.each(["displayName", "description", "grantTypes", "allowedScopes"])("cannot do without %s", async (name) => {
    const { create, send } = await cspOrganization(gateway);
    expectRefused(csp, await create({ [name]: undefined }), { status: 400, field: name });
    expect((await send("GET")).body.totalResults).toBe(0);
  });

  it.each<[string, unknown, string?]>([
    ["displayName", ""],
    ["displayName", " "],
    ["displayName", "x".repeat(257)],
    ["displayName", "Shop <b>"],
    ["displayName", "Shop/1"],
    ["displayName", "Shop\n"],
    ["displayName", 5],
    ["description", null],
    ["description", "x".repeat(2001)],
    ["grantTypes", "client_credentials"],
    ["grantTypes", ["client_delegate"], "grantTypes.0"],
    ["grantTypes", ["CLIENT_CREDENTIALS"], "grantTypes.0"],
    ["grantTypes", ["client_credentials", "client_credentials"], "grantTypes.1"],
    ["allowedScopes", { scopes: [] }, "allowedScopes.scopes"],
    ["allowedScopes", { generalScopes: ["two words"] }, "allowedScopes.generalScopes.0"],
    ["redirectUris", ["https://app.example.com/#x"], "redirectUris.0"],
    ["redirectUris", ["http://app.example.com/"], "redirectUris.0"],
    ["postLogoutRedirectUris", ["javascript:alert(1)"], "postLogoutRedirectUris.0"],
    ["accessTokenTTL", 59],
    ["accessTokenTTL", 86_401],
    ["accessTokenTTL", "600"],
    ["refreshTokenTTL", 600],
    ["secretRotationExpirationInSeconds", -1],
    ["secretRotationExpirationInSeconds", 7_776_001],
    ["allowOpenRedirectUris", true],
    ["publicClient", "true"],
    ["forcePkce", null],
    ["allowedOrgs", [{ id: "x" }], "allowedOrgs.0"],
    ["maxGroupsInIdToken", -1],
    ["clientSecret", "x"],
    ["name", "x"],
  ])("refuses %s: %j, and registers nothing", async (name, value, field = name) => {
    const { create, send } = await cspOrganization(gateway);
    expectRefused(csp, await create({ [name]: value }), { status: 400, field });
    expect((await send("GET")).body.totalResults).toBe(0);
  });

  it.each(["[", "null", "[]", '"x"', "1", '{"__proto__":{"a":1}}', ""])("refuses the body %s", async (body) => {
    const { send } = await cspOrganization(gateway);
    expectRefused(csp, await send("POST", "", body), { status: 400 });
  });

  it("refuses settings that are nested too deeply to be kept", async () => {
    const { as, base } = await cspOrganization(gateway);
    const deep = `${"[".repeat(100_000)}${"]".repeat(100_000)}`;
    const body = JSON.stringify({ ...REQUIRED, allowedScopes: { organizationScopes: { deep: "DEEP" } } });
    const answer = await as("owner").request("POST", base, { body: body.replace('"DEEP"', deep) });
    expectRefused(csp, answer, { status: 400 });
  });

  it("refuses other content types and what is too large, in its own shape", async () => {
    const { as, base } = await cspOrganization(gateway);
    const post = (body: string | Uint8Array, type?: string) =>
      as("owner").request("POST", base, { body, headers: type ? { "content-type": type } : {} });
    const json = JSON.stringify({ ...REQUIRED, allowedScopes: {} });
    expectRefused(csp, await post(json, "text/plain"), { status: 415 });
    expectRefused(csp, await post(json, "application/x-www-form-urlencoded"), { status: 415 });
    expectRefused(csp, await post(Buffer.from(json)), { status: 415 });
    expectRefused(csp, await post(Buffer.from([0x22, 0xff, 0x22]), "application/json"), { status: 400 });
    const large = JSON.stringify({ ...REQUIRED, allowedScopes: {}, description: "x".repeat(300_000) });
    expectRefused(csp, await post(large), { status: 413 });
    expect((await post(json, "application/json; charset=utf-8")).status).toBe(200);
  });
});
