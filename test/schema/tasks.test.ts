// Too long for a quick run.
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { TestGateway, TestOrganization } from "../support/gateway/gateway.js";
import { GraphqlClient } from "../support/gateway/graphql-client.js";
import { postForm, startOauthGateway } from "../support/oauth/oauth-endpoints.js";

const DAY = 24 * 60 * 60 * 1000;
const REGISTER = `mutation ($input: CreateOAuthApplicationInput!) {
  createOAuthApplication(input: $input) { clientSecret oauthApplication { id clientId version } }
}`;
const ROTATE = `mutation ($input: RotateSecretInput!) {
  rotateSecret(input: $input) { clientSecret secret { id } previousSecret { id expiresAt } }
}`;
const ROTATION = `query ($id: ID!) {
  oauthApplication(id: $id) { rotation { safeToComplete reason endsAt currentSecretUses previousSecretUses } }
}`;

// What somebody does who has read schema.graphql and nothing else: documents, headers and forms are as it tells.
describe("with schema.graphql as the only manual somebody can", () => {
  let gateway: TestGateway;
  let organization: TestOrganization;

  // One for each, since some move its clock.
  beforeEach(async () => {
    gateway = await startOauthGateway("sqlite");
    organization = await gateway.organization();
  });
  afterEach(() => gateway.stop());

  const register = async (input: Record<string, unknown>) => {
    const { createOAuthApplication } = await organization.developer.ok(REGISTER, { input });
    const { oauthApplication, clientSecret } = createOAuthApplication;
    return { ...oauthApplication, clientSecret };
  };
  const service = (name: string) => register({ name, grantTypes: ["CLIENT_CREDENTIALS"] });
  const rotate = async (oauthApplicationId: string, how: Record<string, unknown> = {}) =>
    (await organization.developer.ok(ROTATE, { input: { oauthApplicationId, ...how } })).rotateSecret;
  const askForToken = (clientId: string, clientSecret: string, more: Record<string, string> = {}) =>
    postForm(
      `${gateway.url}/oauth/token`,
      { grant_type: "client_credentials", ...more },
      { authorization: `Basic ${btoa(`${clientId}:${clientSecret}`)}` },
    );
  const isGood = async (clientId: string, clientSecret: string): Promise<boolean> =>
    (await organization.admin.verify(clientId, clientSecret)).active;

  it("register a service, which gets its access token with what the answer shows once", async () => {
    const { clientId, clientSecret } = await register({
      ...{ name: "Billing", description: "Sends invoices", grantTypes: ["CLIENT_CREDENTIALS"] },
      ...{ scopes: ["invoices:write"], accessTokenTtlSeconds: 900 },
    });
    const answer = await askForToken(clientId, clientSecret, { scope: "invoices:write" });
    expect(answer).toMatchObject({ status: 200, json: { expires_in: 900, scope: "invoices:write" } });
  });

  it("rotate with a week's overlap", async () => {
    const { id, clientId, clientSecret } = await service("Weekly");
    const rotated = await rotate(id, { previousSecret: "EXPIRE", overlapSeconds: 604_800 });
    expect(Date.parse(rotated.previousSecret.expiresAt) - gateway.now()).toBeGreaterThan(7 * DAY - 60_000);
    expect([await isGood(clientId, clientSecret), await isGood(clientId, rotated.clientSecret)]).toEqual([true, true]);
    gateway.advance(7 * DAY);
    expect([await isGood(clientId, clientSecret), await isGood(clientId, rotated.clientSecret)]).toEqual([false, true]);
  });

  it("find the secrets that are older than 90 days", async () => {
    const old = await service("Forgotten");
    const fresh = await service("Cared for");
    gateway.advance(91 * DAY);
    await rotate(fresh.id, { previousSecret: "REVOKE" });
    const data = await organization.developer.ok(
      `query ($before: DateTime!) {
        oauthApplications(first: 100, filter: {secretCreatedBefore: $before}, orderBy: {field: NAME, direction: ASC}) {
          nodes { id name secrets { status createdAt lastUsedAt } }
        }
      }`,
      { before: new Date(gateway.now() - 90 * DAY) },
    );
    const found = data.oauthApplications.nodes.map(({ id }: { id: string }) => id);
    expect(found).toContain(old.id);
    expect(found).not.toContain(fresh.id);
  });

  it("find the overlaps that end this week, and give one of them more time", async () => {
    const { id, clientId, clientSecret } = await service("Slow to deploy");
    await rotate(id, { overlapSeconds: 86_400 });
    const ending = `query ($before: DateTime!) { oauthApplications(filter: {rotationEndsBefore: $before}) { nodes { id } } }`;
    const before = new Date(gateway.now() + 7 * DAY);
    expect((await organization.developer.ok(ending, { before })).oauthApplications.nodes).toEqual([{ id }]);
    await organization.developer.ok(
      "mutation ($input: UpdateSecretRotationInput!) { updateSecretRotation(input: $input) { oauthApplication { version } } }",
      { input: { oauthApplicationId: id, overlapSeconds: 2_592_000 } },
    );
    expect((await organization.developer.ok(ending, { before })).oauthApplications.nodes).toEqual([]);
    gateway.advance(20 * DAY);
    expect(await isGood(clientId, clientSecret)).toBe(true);
  });

  it("see who created what", async () => {
    const { id } = await service("Whose is it");
    const { oauthApplications } = await organization.admin.ok(
      '{ oauthApplications(filter: {query: "whose"}) { nodes { id createdBy { id kind name } createdAt } } }',
    );
    const createdBy = { kind: "API_TOKEN", name: `${organization.slug} DEVELOPER`, id: expect.stringMatching(/^tok_/) };
    expect(oauthApplications.nodes).toEqual([{ id, createdBy, createdAt: expect.any(String) }]);
    const { auditEvents } = await organization.admin.ok(
      `query ($actor: ID!) {
        auditEvents(first: 1, filter: {actorId: $actor, action: "oauth_application.created"}) { nodes { targetId } }
      }`,
      { actor: oauthApplications.nodes[0].createdBy.id },
    );
    expect(auditEvents.nodes).toEqual([{ targetId: id }]);
  });

  it("give an authorization server a token that can only verify", async () => {
    const { clientId, clientSecret } = await service("Verified");
    const { createApiToken } = await organization.admin.ok(
      "mutation ($input: CreateApiTokenInput!) { createApiToken(input: $input) { token apiToken { permissions } } }",
      { input: { name: "Authorization server", role: "ADMIN", permissions: ["SECRET_VERIFY"] } },
    );
    expect(createApiToken.apiToken.permissions).toEqual(["SECRET_VERIFY"]);
    const headers = { authorization: `Bearer ${createApiToken.token}` };
    const form = { client_id: clientId, client_secret: clientSecret };
    expect((await postForm(`${gateway.url}/oauth/verify`, form, headers)).json).toMatchObject({ active: true });
    const { data, errors } = await new GraphqlClient(gateway.url, createApiToken.token).send(
      "{ viewer { permissions } oauthApplications { totalCount } }",
    );
    expect(data).toEqual({ viewer: { permissions: ["SECRET_VERIFY"] }, oauthApplications: null });
    expect(errors).toMatchObject([{ path: ["oauthApplications"], extensions: { code: "FORBIDDEN" } }]);
  });

  it("finish a rotation when it is safe, and is kept from it before", async () => {
    const { id, clientId, clientSecret } = await service("Careful");
    await isGood(clientId, clientSecret);
    const { clientSecret: next } = await rotate(id, { previousSecret: "KEEP" });
    const look = async () => (await organization.developer.ok(ROTATION, { id })).oauthApplication.rotation;
    const complete = () =>
      organization.developer.send(
        `mutation ($input: CompleteSecretRotationInput!) {
          completeSecretRotation(input: $input) { oauthApplication { hasRotatedSecret } }
        }`,
        { input: { oauthApplicationId: id } },
      );
    expect(await look()).toMatchObject({ safeToComplete: false, reason: "PREVIOUS_IN_USE", endsAt: null });
    expect((await complete()).errors).toMatchObject([
      { extensions: { code: "CONFLICT", lastUsedAt: expect.any(String) } },
    ]);
    gateway.advance(3_600_000);
    expect(await look()).toMatchObject({ safeToComplete: false, reason: "CURRENT_NEVER_USED" });
    await isGood(clientId, next);
    expect(await look()).toMatchObject({ safeToComplete: true, reason: "PREVIOUS_QUIET" });
    expect((await complete()).data.completeSecretRotation.oauthApplication.hasRotatedSecret).toBe(false);
    expect([await isGood(clientId, clientSecret), await isGood(clientId, next)]).toEqual([false, true]);
  });

  it("cancel a rotation whose new secret was lost", async () => {
    const { id, clientId, clientSecret } = await service("Lost answer");
    const { clientSecret: lost } = await rotate(id);
    const { cancelSecretRotation } = await organization.developer.ok(
      `mutation ($input: CancelSecretRotationInput!) {
        cancelSecretRotation(input: $input) { oauthApplication { secrets { status expiresAt } } }
      }`,
      { input: { oauthApplicationId: id } },
    );
    expect(cancelSecretRotation.oauthApplication.secrets).toEqual([
      { status: "REVOKED", expiresAt: null },
      { status: "CURRENT", expiresAt: null },
    ]);
    expect([await isGood(clientId, clientSecret), await isGood(clientId, lost)]).toEqual([true, false]);
  });

  it("stop a leaked secret at once, whatever rotation is open", async () => {
    const { id, clientId, clientSecret } = await service("Leaky");
    const { clientSecret: second } = await rotate(id, { previousSecret: "KEEP" });
    const { clientSecret: third } = await rotate(id, { previousSecret: "REVOKE" });
    const good = await Promise.all([clientSecret, second, third].map((secret) => isGood(clientId, secret)));
    expect(good).toEqual([false, false, true]);
  });

  it("stop an API token that was seen somewhere, by the four characters of its hint", async () => {
    const { developer, admin } = organization;
    const { apiTokens } = await admin.ok("{ apiTokens(first: 100) { nodes { id hint revokedAt } } }");
    const leaked = apiTokens.nodes.find(({ hint }: { hint: string }) => hint === `ogt_…${developer.token?.slice(-4)}`);
    const { revokeApiToken } = await admin.ok(
      "mutation ($input: RevokeApiTokenInput!) { revokeApiToken(input: $input) { apiToken { revokedAt } } }",
      { input: { apiTokenId: leaked.id } },
    );
    expect(Date.parse(revokeApiToken.apiToken.revokedAt)).toBeLessThanOrEqual(gateway.now());
    expect((await developer.send("{ viewer { role } }")).status).toBe(401);
  });

  it("add a service account, which then works in the organization, and take its access away", async () => {
    const { id, clientId, clientSecret } = await service("Deployer");
    const { addMember } = await organization.admin.ok(
      "mutation ($input: AddMemberInput!) { addMember(input: $input) { member { id role } } }",
      { input: { oauthApplicationId: id, role: "DEVELOPER" } },
    );
    const { json } = await askForToken(clientId, clientSecret, { resource: gateway.url });
    const account = new GraphqlClient(gateway.url, json.access_token);
    expect(await account.ok("{ viewer { role actor { id kind name } } }")).toEqual({
      viewer: { role: "DEVELOPER", actor: { id, kind: "APPLICATION", name: "Deployer" } },
    });
    await organization.admin.ok("mutation ($input: RemoveMemberInput!) { removeMember(input: $input) { removedId } }", {
      input: { memberId: addMember.member.id },
    });
    expect((await account.send("{ viewer { role } }")).errors[0]?.extensions.code).toBe("UNAUTHENTICATED");
  });

  it("see what happened to an application, through which way in, and by whom", async () => {
    const { id, clientId, clientSecret } = await service("Watched");
    const { secret, previousSecret } = await rotate(id, { previousSecret: "REVOKE" });
    await askForToken(clientId, clientSecret);
    const events = async () =>
      (
        await organization.admin.ok(
          `query ($id: ID!) {
            auditEvents(filter: {targetId: $id}) { nodes { action wayIn address details actor { kind name } } }
          }`,
          { id },
        )
      ).auditEvents.nodes;
    // The use of a retired secret is written beside the answer.
    await expect.poll(events).toHaveLength(3);
    expect(await events()).toMatchObject([
      { action: "client_secret.used_after_retirement", wayIn: "OAUTH", details: { secretId: previousSecret.id } },
      {
        ...{ action: "client_secret.rotated", wayIn: "GRAPHQL", address: "127.0.0.1" },
        details: { secretId: secret.id, previousSecret: "REVOKE", previousSecretId: previousSecret.id },
        actor: { kind: "API_TOKEN", name: `${organization.slug} DEVELOPER` },
      },
      { action: "oauth_application.created", wayIn: "GRAPHQL" },
    ]);
  });

  it("change only what they have seen", async () => {
    const { id, version } = await service("Shared");
    const update = (input: Record<string, unknown>) =>
      organization.developer.send(
        "mutation ($input: UpdateOAuthApplicationInput!) { updateOAuthApplication(input: $input) { oauthApplication { version } } }",
        { input: { oauthApplicationId: id, ...input } },
      );
    expect((await update({ enabled: false, expectedVersion: version })).errors).toEqual([]);
    const late = await update({ name: "Mine", expectedVersion: version });
    expect(late.errors).toMatchObject([{ extensions: { code: "CONFLICT" } }]);
  });

  it("read a list to its end, page by page", async () => {
    const { developer } = organization;
    for (const name of ["a", "b", "c", "d", "e"]) await developer.ok(REGISTER, { input: { name } });
    const seen: string[] = [];
    for (let after: string | null = null, more = true; more; ) {
      const { oauthApplications } = await developer.ok(
        `query ($after: String) {
          oauthApplications(first: 2, after: $after) { nodes { name } pageInfo { hasNextPage endCursor } }
        }`,
        { after },
      );
      seen.push(...oauthApplications.nodes.map(({ name }: { name: string }) => name));
      after = oauthApplications.pageInfo.endCursor;
      more = oauthApplications.pageInfo.hasNextPage;
    }
    expect(seen).toEqual(["e", "d", "c", "b", "a"]);
  });
});
