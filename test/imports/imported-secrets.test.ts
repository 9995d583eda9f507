import * as openidClient from "openid-client";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { DATABASE_KINDS } from "../support/databases/databases.js";
import type { TestGateway, TestOrganization } from "../support/gateway/gateway.js";
import { postForm, requestToken, startOauthGateway } from "../support/oauth/oauth-endpoints.js";
import { rawBasic } from "../support/oauth/token-routes.js";
import { broughtClient, importClient, inClear } from "../support/organization/brought-clients.js";

const HOUR_MS = 3_600_000;
const GRANT = { grant_type: "client_credentials" };
const SHOWN = `query ($clientId: String!) { oauthApplication(clientId: $clientId) {
  id clientSecretHint hasRotatedSecret rotation { endsAt } secrets { hint status imported expiresAt firstUsedAt }
} }`;

describe.each(DATABASE_KINDS)("a secret that an imported client brought along, on %s", (kind) => {
  let gateway: TestGateway;
  let organization: TestOrganization;

  beforeAll(async () => {
    gateway = await startOauthGateway(kind);
  });
  beforeEach(async () => {
    organization = await gateway.organization();
  });
  afterAll(() => gateway.stop());

  const shown = async (clientId: string) => (await organization.admin.ok(SHOWN, { clientId })).oauthApplication;

  it.each(["x", "0123456789abcdef0123456789abcdef", "~".repeat(512), `Aa1+%&=:;/?@$,#[]!'()*~"<>\\^\`{|}%2B%zz+`])(
    "gets a token by openid-client, and verifies: %s",
    async (text) => {
      const client = broughtClient({ secrets: [inClear(text)] });
      expect(await importClient(gateway, organization, client)).toMatchObject({ result: "created" });
      const { ClientSecretBasic, allowInsecureRequests } = openidClient;
      const found = await openidClient.discovery(
        new URL(gateway.url),
        client.clientId,
        undefined,
        ClientSecretBasic(text),
        { execute: [allowInsecureRequests] },
      );
      expect((await openidClient.clientCredentialsGrant(found)).access_token).toBeTruthy();
      expect(await organization.admin.verify(client.clientId, text)).toMatchObject({ active: true });
      expect(await organization.admin.verify(client.clientId, `${text}x`.slice(-512))).toEqual({ active: false });
    },
  );

  it("shows nothing of itself until it is used, and then its last two characters", async () => {
    const client = broughtClient({ secrets: [inClear("a-secret-of-24-chars-XY")] });
    await importClient(gateway, organization, client);
    const before = await shown(client.clientId);
    expect(before).toMatchObject({
      clientSecretHint: "…",
      secrets: [{ hint: "…", imported: true, status: "CURRENT", firstUsedAt: null }],
    });
    await organization.admin.verify(client.clientId, "a-secret-of-24-chars-XY");
    expect(await shown(client.clientId)).toMatchObject({ clientSecretHint: "…XY", secrets: [{ hint: "…XY" }] });
    expect((await requestToken(gateway.url, { ...client, clientSecret: "a-secret-of-24-chars-XY" })).status).toBe(200);
    expect(await shown(client.clientId)).toMatchObject({ clientSecretHint: "…XY" });
  });

  it("of less than 16 characters shows none of them", async () => {
    const client = broughtClient({ secrets: [inClear("123456789012345")] });
    await importClient(gateway, organization, client);
    await organization.admin.verify(client.clientId, "123456789012345");
    const { clientSecretHint, secrets } = await shown(client.clientId);
    expect([clientSecretHint, secrets[0].firstUsedAt]).toEqual(["…", expect.any(String)]);
  });

  it("is told from one that was issued here, which keeps its hint when it is used", async () => {
    const own = await organization.developer.createApplication({ grantTypes: ["CLIENT_CREDENTIALS"] });
    await organization.admin.verify(own.clientId, own.clientSecret ?? "");
    const hint = `ogs_…${own.clientSecret?.slice(-4)}`;
    expect(await shown(own.clientId)).toMatchObject({
      clientSecretHint: hint,
      secrets: [{ imported: false, hint, firstUsedAt: expect.any(String) }],
    });
  });

  it("of two is the current one beside the previous one, which ends when it did", async () => {
    const endsAt = new Date(gateway.now() + HOUR_MS);
    const client = broughtClient({ secrets: [inClear("current-secret-1"), inClear("previous-secret-1", endsAt)] });
    await importClient(gateway, organization, client);
    expect(await shown(client.clientId)).toMatchObject({
      hasRotatedSecret: true,
      rotation: { endsAt: endsAt.toISOString() },
      secrets: [
        { status: "CURRENT", expiresAt: null },
        { status: "PREVIOUS", expiresAt: endsAt.toISOString() },
      ],
    });
    const list = `query ($before: DateTime!) { oauthApplications(filter: { hasRotatedSecret: true, rotationEndsBefore: $before }) {
      nodes { clientId } } }`;
    const before = new Date(endsAt.getTime() + 1).toISOString();
    const { oauthApplications } = await organization.admin.ok(list, { before });
    expect(oauthApplications.nodes).toEqual([{ clientId: client.clientId }]);
    for (const clientSecret of ["current-secret-1", "previous-secret-1"]) {
      expect((await requestToken(gateway.url, { ...client, clientSecret })).status).toBe(200);
    }
    const { id } = await shown(client.clientId);
    const complete = `mutation ($id: ID!) { completeSecretRotation(input: { oauthApplicationId: $id, force: true }) { oauthApplication { id } } }`;
    await organization.admin.ok(complete, { id });
    expect(await organization.admin.verify(client.clientId, "previous-secret-1")).toEqual({ active: false });
    expect(await organization.admin.verify(client.clientId, "current-secret-1")).toMatchObject({ active: true });
  });

  it("of two that both end leaves no rotation open once the first of them has", async () => {
    const endsAt = new Date(gateway.now() + HOUR_MS);
    const later = new Date(gateway.now() + 2 * HOUR_MS);
    const client = broughtClient({ secrets: [inClear("ends-first-A1", endsAt), inClear("ends-later-A1", later)] });
    await importClient(gateway, organization, client);
    const rotated = async () =>
      (await organization.admin.ok("{ oauthApplications(filter: { hasRotatedSecret: true }) { totalCount } }"))
        .oauthApplications.totalCount;
    expect(await rotated()).toBe(1);
    gateway.advance(HOUR_MS);
    expect([await rotated(), (await shown(client.clientId)).hasRotatedSecret]).toEqual([0, false]);
    expect(await organization.admin.verify(client.clientId, "ends-later-A1")).toMatchObject({
      secret: { status: "CURRENT" },
    });
  });

  it("keeps its end, also when a rotation would let it work for longer", async () => {
    const endsAt = new Date(gateway.now() + HOUR_MS);
    const client = broughtClient({ secrets: [inClear("ends-in-an-hour-1", endsAt)] });
    await importClient(gateway, organization, client);
    const { id } = await shown(client.clientId);
    expect(await organization.admin.verify(client.clientId, "ends-in-an-hour-1")).toMatchObject({
      secret: { expires_at: endsAt.toISOString() },
    });
    const { data } = await organization.admin.rotate(id, { overlapSeconds: 7200 });
    expect(data.rotateSecret.previousSecret.expiresAt).toBe(endsAt.toISOString());
    gateway.advance(HOUR_MS);
    expect(await organization.admin.verify(client.clientId, "ends-in-an-hour-1")).toEqual({ active: false });
    expect(await organization.admin.verify(client.clientId, data.rotateSecret.clientSecret)).toMatchObject({
      active: true,
    });
  });

  it("that had ended before is left out, and the report says so", async () => {
    const client = broughtClient({ secrets: [inClear("ended-before-1", new Date(gateway.now() - 1))] });
    const { result, notes } = await importClient(gateway, organization, client);
    expect([result, notes]).toEqual([
      "created",
      [expect.stringMatching(/^clientSecret had ended on \d{4}-/), expect.stringMatching(/no secret that works here/)],
    ]);
    const changed = await importClient(gateway, organization, client, { line: "changed" });
    expect([changed.result, changed.notes]).toEqual(["unchanged", notes]);
    expect((await shown(client.clientId)).secrets).toEqual([]);
  });

  it.each(["50%off+more", "100%", "a%2Bb%20c+", "%ff%0a"])(
    "is taken in Basic form-encoded and as it is: %s",
    async (text) => {
      const client = broughtClient({ secrets: [inClear(text)] });
      await importClient(gateway, organization, client);
      const encoded = await requestToken(gateway.url, { ...client, clientSecret: text });
      expect(encoded.status).toBe(200);
      for (const path of ["/oauth/token", "/csp/gateway/am/api/auth/token"]) {
        const askedWith = async (secret: string) => {
          const authorization = rawBasic(client.clientId, secret);
          return (await postForm(gateway.url + path, GRANT, { authorization })).status;
        };
        expect([path, await askedWith(text), await askedWith(`${text}%41`)]).toEqual([path, 200, 401]);
      }
    },
  );

  it("has both spellings tried, and one that was issued here only the decoded one", async () => {
    const own = await organization.developer.createApplication({ grantTypes: ["CLIENT_CREDENTIALS"] });
    const escaped = `%6f${own.clientSecret?.slice(1)}`;
    const authorization = rawBasic(own.clientId, escaped);
    expect((await postForm(`${gateway.url}/oauth/token`, GRANT, { authorization })).status).toBe(200);
    const client = broughtClient({ secrets: [inClear(escaped)] });
    await importClient(gateway, organization, client);
    const asItIs = { authorization: rawBasic(client.clientId, escaped) };
    expect((await postForm(`${gateway.url}/oauth/token`, GRANT, asItIs)).status).toBe(200);
    expect((await requestToken(gateway.url, { ...client, clientSecret: own.clientSecret ?? "" })).status).toBe(401);
  });

  it("comes by Basic and in the form where its source said neither, until a method is set here", async () => {
    const client = broughtClient({ takesAnyMethod: true });
    await importClient(gateway, organization, client);
    const credentials = { ...client, clientSecret: `secret-of-${client.clientId}` };
    const both = async () =>
      Promise.all(
        (["basic", "post"] as const).map(async (way) => (await requestToken(gateway.url, credentials, {}, way)).status),
      );
    expect(await both()).toEqual([200, 200]);
    const { id } = await shown(client.clientId);
    const update = `mutation ($input: UpdateOAuthApplicationInput!) { updateOAuthApplication(input: $input) {
      oauthApplication { tokenEndpointAuthMethod auditEvents(first: 1) { nodes { details } } } } }`;
    const set = async (input: object) =>
      (await organization.admin.ok(update, { input: { oauthApplicationId: id, ...input } })).updateOAuthApplication
        .oauthApplication;
    expect(await set({ name: "Another" })).toMatchObject({ tokenEndpointAuthMethod: "CLIENT_SECRET_BASIC" });
    expect(await both()).toEqual([200, 200]);
    expect(await set({ tokenEndpointAuthMethod: "CLIENT_SECRET_BASIC" })).toMatchObject({
      tokenEndpointAuthMethod: "CLIENT_SECRET_BASIC",
      auditEvents: { nodes: [{ details: { changed: ["tokenEndpointAuthMethod"] } }] },
    });
    expect(await both()).toEqual([200, 401]);
  });

  it("is in no log, no audit event and no answer of the import", async () => {
    const secrets = [inClear("canary-current-of-import"), inClear("canary-previous-of-import")];
    const client = broughtClient({ secrets });
    const answer = await importClient(gateway, organization, client);
    const again = await importClient(gateway, organization, client, { line: "canary-line-of-import" });
    const events = await organization.admin.ok("{ auditEvents { nodes { details } } }");
    const kept = [];
    for (const table of ["oauth_applications", "client_secrets", "imported_clients", "audit_events"]) {
      kept.push(await gateway.database.query(`SELECT * FROM ${table}`));
    }
    expect(JSON.stringify([answer, again, events, kept]) + gateway.log()).not.toMatch(/canary-\w+-of-import/);
  });

  it.each([
    { how: { previousSecret: "EXPIRE", overlapSeconds: 3 * 3600 }, endsAfterMs: 3 * HOUR_MS },
    { how: { previousSecret: "KEEP" }, endsAfterMs: null },
    { how: { previousSecret: "CONFIRM" }, endsAfterMs: null },
  ])("ends, and the next one is replaced before its first use: it ends as $how say", async ({ how, endsAfterMs }) => {
    const client = broughtClient({ secrets: [inClear("a-secret-with-an-end", new Date(gateway.now() + HOUR_MS))] });
    await importClient(gateway, organization, client);
    const { id } = await shown(client.clientId);
    const waiting = { previousSecret: "CONFIRM", confirmWithinSeconds: 2 * 3600 };
    const issued = (await organization.owner.rotate(id, waiting)).data.rotateSecret.clientSecret;
    gateway.advance(HOUR_MS);
    const rotatedAt = gateway.now();
    await organization.owner.rotate(id, how);
    const previousOf = async () => (await shown(client.clientId)).secrets[1];
    const before = await previousOf();
    if (endsAfterMs === null) expect(before.expiresAt).toBe(null);
    else expect(Date.parse(before.expiresAt)).toBeGreaterThanOrEqual(rotatedAt + endsAfterMs);
    // Later than it would have stopped by itself.
    gateway.advance(2 * HOUR_MS);
    expect(await organization.admin.verify(client.clientId, issued)).toMatchObject({ active: true });
    expect(await previousOf()).toMatchObject({ status: "PREVIOUS", expiresAt: before.expiresAt });
    gateway.advance(HOUR_MS + 120_000);
    expect((await organization.admin.verify(client.clientId, issued)).active).toBe(endsAfterMs === null);
  });
});
