import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DATABASE_KINDS } from "../support/databases/databases.js";
import { cspOrganization, REQUIRED } from "../support/dialects/csp.js";
import { dialectClient } from "../support/dialects/dialects.js";
import type { TestGateway } from "../support/gateway/gateway.js";
import { graphql, ITEM, rest, type Send, type Target } from "../support/gateway/ways-in.js";
import { createClient, startOauthGateway } from "../support/oauth/oauth-endpoints.js";
import { serviceAccount } from "../support/organization/members.js";
import { change, changed, read, SETTINGS } from "../support/organization/oauth-applications.js";

const update = (settings: Record<string, unknown>) => graphql("updateOAuthApplication", settings);
const clerk = (body: object) => rest("PATCH", ITEM.clerk, () => body);
const cloudflare = (body: object) => rest("PATCH", ITEM.cloudflare, () => body);
const csp = (body: object) => rest("PATCH", ITEM.csp, () => ({ ...REQUIRED, ...body }));

/** What decides when the secrets stop, and whether and where they count. */
const WAYS: Record<string, Send> = {
  "secretOverlapSeconds: 0": update({ secretOverlapSeconds: 0 }),
  "a lower secretQuietSeconds": update({ secretQuietSeconds: 0 }),
  "a lower secretQuietSeconds, by force": update({ secretQuietSeconds: 0, force: true }),
  "a higher secretQuietSeconds": update({ secretQuietSeconds: 7200 }),
  "enabled: false": update({ enabled: false }),
  "public: true": update({ public: true }),
  "tokenEndpointAuthMethod: CLIENT_SECRET_POST": update({ tokenEndpointAuthMethod: "CLIENT_SECRET_POST" }),
  "tokenEndpointAuthMethod: NONE": update({ tokenEndpointAuthMethod: "NONE" }),
  "grantTypes without CLIENT_CREDENTIALS": update({ grantTypes: ["AUTHORIZATION_CODE"] }),
  "grantTypes with another one": update({ grantTypes: ["CLIENT_CREDENTIALS", "AUTHORIZATION_CODE"] }),
  "Clerk's public": clerk({ public: true }),
  "Cloudflare's token_endpoint_auth_method": cloudflare({ token_endpoint_auth_method: "client_secret_post" }),
  "Cloudflare's token_endpoint_auth_method none": cloudflare({ token_endpoint_auth_method: "none" }),
  "Cloudflare's grant_types": cloudflare({ grant_types: ["authorization_code"] }),
  "CSP's secretRotationExpirationInSeconds": csp({ secretRotationExpirationInSeconds: 0 }),
  "CSP's publicClient": csp({ publicClient: true, grantTypes: ["authorization_code"] }),
  "CSP's grantTypes": csp({ grantTypes: ["authorization_code"] }),
};

/** What is no concern of the secrets, or no change. */
const OTHERS: Record<string, Send> = {
  "other settings": update({
    ...{ name: "Renamed", description: "Another", redirectUris: ["https://a.example.com/"], scopes: ["a", "b"] },
    ...{ optionalScopes: ["a"], pkceRequired: true, consentScreenEnabled: false, accessTokenTtlSeconds: 60 },
  }),
  "what it is already": update({
    ...{ enabled: true, public: false, tokenEndpointAuthMethod: "CLIENT_SECRET_BASIC" },
    ...{ grantTypes: ["CLIENT_CREDENTIALS"], secretOverlapSeconds: 172_800, secretQuietSeconds: 3600 },
  }),
  "Clerk's other settings": clerk({ name: "Renamed", public: false, scopes: "a b", pkce_required: true }),
  "Cloudflare's other settings": cloudflare({ client_name: "Renamed", scopes: ["a"], logo_uri: "https://a.example/" }),
  "CSP's other settings": csp({ publicClient: false, accessTokenTTL: 60, isHidden: true, maxGroupsInIdToken: 1 }),
};

describe.each(DATABASE_KINDS)("what an application's secrets depend on, with ownerOnlySecretRotation on %s", (kind) => {
  let gateway: TestGateway;

  beforeAll(async () => {
    gateway = await startOauthGateway(kind);
  });
  afterAll(() => gateway.stop());

  async function start(ownerOnlySecretRotation = true) {
    const organization = await cspOrganization(gateway);
    const { owner } = organization;
    const application = await createClient(owner, { ownerOnlySecretRotation });
    const { id, clientId, clientSecret } = application;
    const target: Target = { organizationId: organization.id, id, clientId };
    const state = async () => [
      await read(owner, id, `${SETTINGS} version secrets { id expiresAt revokedAt }`),
      await organization.good(clientId, clientSecret),
    ];
    return { ...organization, target, state };
  }

  it.each(Object.entries(WAYS))("is an OWNER's: %s", async (_title, send) => {
    const { target, as, state, owner } = await start();
    const before = await state();
    const admin = await serviceAccount(gateway, { owner }, "ADMIN");
    const clients = [as("developer"), as("admin"), dialectClient(gateway.url, (await admin.signIn()).token)];
    for (const client of clients) expect(await send(client, target)).toBe(403);
    expect(await state()).toEqual(before);
    expect(await send(as("owner"), target)).toBe(200);
  });

  it.each(Object.entries(WAYS))("is a DEVELOPER's as well while it is off: %s", async (_title, send) => {
    const { target, as } = await start(false);
    expect(await send(as("developer"), target)).toBe(200);
  });

  it.each(Object.entries(OTHERS))("does not include %s", async (_title, send) => {
    const { target, as } = await start();
    expect(await send(as("developer"), target)).toBe(200);
  });

  it("names the fields that it is about", async () => {
    const { target, developer } = await start();
    const input = { oauthApplicationId: target.id, name: "Renamed", enabled: false, secretOverlapSeconds: 0 };
    const { errors } = await change(developer, "updateOAuthApplication", input);
    expect(errors[0]?.message).toContain("enabled, secretOverlapSeconds,");
    expect(errors[0]?.message).not.toContain("name,");
  });

  it("can be undone by nobody else either", async () => {
    const { target, as, owner } = await start();
    const oauthApplicationId = target.id;
    await changed(owner, "updateOAuthApplication", { oauthApplicationId, enabled: false, grantTypes: [] });
    for (const settings of [{ enabled: true }, { grantTypes: ["CLIENT_CREDENTIALS"] }]) {
      expect(await update(settings)(as("admin"), target)).toBe(403);
    }
    await changed(owner, "updateOAuthApplication", { oauthApplicationId, public: true });
    expect(await update({ public: false })(as("admin"), target)).toBe(403);
  });

  it("does not depend on the order of grants", async () => {
    const { target, as, owner } = await start();
    const grantTypes = ["CLIENT_CREDENTIALS", "REFRESH_TOKEN"];
    await changed(owner, "updateOAuthApplication", { oauthApplicationId: target.id, grantTypes });
    expect(await update({ grantTypes: grantTypes.toReversed() })(as("developer"), target)).toBe(200);
  });

  it("goes on when the application is deleted: its client id is an OWNER's to register anew", async () => {
    const { target, create, good, owner, send } = await start();
    const stranger = await cspOrganization(gateway);
    const { clientId: id } = target;
    const deleteIt = () => send("DELETE", "", { clientIdsToDelete: [id] });
    expect((await deleteIt()).body.succeeded).toEqual([id]);
    for (const role of ["developer", "admin"] as const) {
      expect((await create({ id }, role)).status).toBe(403);
    }
    expect((await stranger.create({ id })).status).toBe(409);
    const { status, body } = await create({ id });
    expect([status, await good(id, body.clientSecret)]).toEqual([200, true]);
    expect((await owner.ok("{ oauthApplications { totalCount } }")).oauthApplications.totalCount).toBe(1);
    // An OWNER has let go of it.
    expect((await deleteIt()).body.succeeded).toEqual([id]);
    expect((await create({ id }, "developer")).status).toBe(200);
  });
});
