import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DATABASE_KINDS } from "../support/databases/databases.js";
import { expectRefused } from "../support/dialects/contracts/contract-organization.js";
import { csp } from "../support/dialects/contracts/csp.js";
import { cspOrganization, stateOf } from "../support/dialects/csp.js";
import type { TestGateway } from "../support/gateway/gateway.js";
import { startOauthGateway } from "../support/oauth/oauth-endpoints.js";

const VENDORS_OWN = {
  refreshTokenTTL: 7200,
  allowedActorsAudienceExchange: ["actor-1"],
  additionalAttributeMasks: ["mask"],
  maxGroupsInIdToken: 5,
  isHidden: true,
};

describe.each(DATABASE_KINDS)("CSP's update on %s", (kind) => {
  let gateway: TestGateway;

  beforeAll(async () => {
    gateway = await startOauthGateway(kind);
  });
  afterAll(() => gateway.stop());

  it.each(["displayName", "description", "grantTypes"])("cannot do without %s", async (name) => {
    const organization = await cspOrganization(gateway);
    const { clientId } = await organization.created();
    const before = await stateOf(organization, clientId);
    const answer = await organization.patch(clientId, { forcePkce: true, [name]: undefined });
    expectRefused(csp, answer, { status: 400, field: name });
    expect(await stateOf(organization, clientId)).toEqual(before);
  });

  it("keeps what it does not name, the settings that only this vendor has as well, and merges those it does", async () => {
    const { created, patch, shown } = await cspOrganization(gateway);
    const more = { ...VENDORS_OWN, accessTokenTTL: 900, redirectUris: ["https://app.example.com/callback"] };
    const { clientId } = await created({ ...more, allowedOrgs: ["org-1"] });
    const before = await shown(clientId);
    const { body } = await patch(clientId, { displayName: "Renamed", maxGroupsInIdToken: 6, useCspIssuerUrl: false });
    const changes = { displayName: "Renamed", maxGroupsInIdToken: 6, useCspIssuerUrl: false };
    expect(body).toEqual({ ...before, ...changes, lastUpdatedAt: body.lastUpdatedAt });
    expect(await shown(clientId)).toEqual(body);
    const cleared = { additionalAttributeMasks: [], allowedOrgs: [], redirectUris: [], isHidden: false };
    expect((await patch(clientId, cleared)).body).toMatchObject(cleared);
  });

  it("shows the scopes as they were sent last, and no older ones among them", async () => {
    const { created, patch, shown } = await cspOrganization(gateway);
    const first = {
      generalScopes: ["openid"],
      organizationScopes: { allRoles: true },
      servicesScopes: [{ serviceDefinitionId: "s1", allPermissions: true }],
    };
    const { clientId } = await created({ allowedScopes: first });
    expect((await patch(clientId)).body.allowedScopes).toEqual(first);
    const narrowed = { generalScopes: ["openid", "email"], organizationScopes: { roles: [] } };
    expect((await patch(clientId, { allowedScopes: narrowed })).body.allowedScopes).toEqual(narrowed);
    expect((await shown(clientId)).allowedScopes).toEqual(narrowed);
  });

  it("keeps its settings through changes in GraphQL, and GraphQL's through its own", async () => {
    const { created, shown, patch, owner } = await cspOrganization(gateway);
    const { clientId } = await created(VENDORS_OWN);
    const { oauthApplication } = await owner.ok(`{ oauthApplication(clientId: "${clientId}") { id } }`);
    await owner.ok(
      `mutation { updateOAuthApplication(input: { oauthApplicationId: "${oauthApplication.id}", name: "Renamed",
        homepageUrl: "https://example.com/", allowedOrigins: ["https://example.com"] }) { oauthApplication { id } } }`,
    );
    expect(await shown(clientId)).toMatchObject({ ...VENDORS_OWN, displayName: "Renamed" });
    await patch(clientId, { isHidden: false });
    const { oauthApplication: after } = await owner.ok(
      `{ oauthApplication(clientId: "${clientId}") { name homepageUrl allowedOrigins } }`,
    );
    expect(after).toEqual({
      name: "Shop",
      homepageUrl: "https://example.com/",
      allowedOrigins: ["https://example.com"],
    });
  });

  it("moves lastUpdatedAt, in whole seconds, and not createdAt", async () => {
    const { created, patch, shown } = await cspOrganization(gateway);
    const { clientId } = await created();
    const { createdAt } = await shown(clientId);
    gateway.advance(3000);
    const { body } = await patch(clientId);
    expect(body.createdAt).toBe(createdAt);
    expect(body.lastUpdatedAt).toBeGreaterThanOrEqual(createdAt + 3);
    expect(Number.isInteger(body.lastUpdatedAt)).toBe(true);
  });

  it.each<[string, unknown, string?]>([
    ["id", "another-id"],
    ["unknown", 1],
    ["grantTypes", ["implicit"], "grantTypes.0"],
    ["redirectUris", ["https://app.example.com/*"], "redirectUris.0"],
    ["secret", "weak"],
    ["refreshTokenTTL", 0],
  ])("refuses %s: %j, and changes nothing", async (name, value, field = name) => {
    const organization = await cspOrganization(gateway);
    const { clientId } = await organization.created();
    const before = await stateOf(organization, clientId);
    const answer = await organization.patch(clientId, { displayName: "Renamed", [name]: value });
    expectRefused(csp, answer, { status: 400, field });
    expect(await stateOf(organization, clientId)).toEqual(before);
  });

  it.each([
    { refreshTokenTTL: 900 },
    { refreshTokenTTL: 899 },
    { accessTokenTTL: 7200 },
    { accessTokenTTL: 7201 },
    { accessTokenTTL: 1000, refreshTokenTTL: 1000 },
  ])("refuses %j where access tokens live 900 s and refresh tokens 7200 s", async (change) => {
    const { created, patch, shown } = await cspOrganization(gateway);
    const { clientId } = await created({ accessTokenTTL: 900, refreshTokenTTL: 7200 });
    expectRefused(csp, await patch(clientId, change), { status: 400 });
    expect(await shown(clientId)).toMatchObject({ accessTokenTTL: 900, refreshTokenTTL: 7200 });
    expect((await patch(clientId, { accessTokenTTL: 7200, refreshTokenTTL: 7201 })).status).toBe(200);
  });
});
