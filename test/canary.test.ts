import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { dumpRows, readFiles } from "./support/databases/database-dump.js";
import { DATABASE_KINDS } from "./support/databases/databases.js";
import { startTestGateway, type TestGateway, type TestOrganization } from "./support/gateway/gateway.js";
import { GraphqlClient } from "./support/gateway/graphql-client.js";
import { metricsOf, WITH_METRICS } from "./support/gateway/metrics.js";
import { leakedIn, type Recording, recordAnswers } from "./support/organization/recorded-answers.js";

const ANY_SECRET = /og[cst]_[0-9A-Za-z]{8}/;
const ANY_DIGEST = /v1\$/;

const SECRET = "id hint status createdAt expiresAt revokedAt lastUsedAt";
const EVENT = "id action targetId wayIn requestId address details createdAt actor { id kind name }";
const APPLICATION = `id clientId name description redirectUris version createdAt updatedAt clientSecretHint
  hasRotatedSecret secrets { ${SECRET} } createdBy { id name } organization { id name }
  auditEvents(first: 50) { nodes { ${EVENT} } }`;
const TOKEN = "id name role hint permissions expiresAt revokedAt createdAt createdBy { id name }";

describe.each(DATABASE_KINDS)("a plaintext that was issued on %s", (kind) => {
  let gateway: TestGateway;
  let organization: TestOrganization;
  let recording: Recording;

  beforeAll(async () => {
    gateway = await startTestGateway(kind, { env: WITH_METRICS });
    organization = await gateway.organization();
    recording = recordAnswers();
  });
  afterAll(async () => {
    recording.stop();
    await gateway.stop();
  });

  /** Tokens that only ever travel in the Authorization header. */
  const presented = () =>
    [organization.viewer, organization.developer, organization.admin, organization.owner].map(
      ({ token }) => token ?? "",
    );

  /** Issues by every way there is; answers the plaintexts and what reads about them. */
  async function issueEverything() {
    const { developer, admin, owner } = organization;
    const application = await developer.createApplication();
    const secrets = [application.clientSecret ?? ""];
    for (const input of [
      { previousSecret: "EXPIRE", overlapSeconds: 60 },
      { previousSecret: "REVOKE" },
      { previousSecret: "KEEP" },
    ]) {
      secrets.push((await developer.rotate(application.id, input)).data.rotateSecret.clientSecret);
    }
    const steps = ["updateSecretRotation", "cancelSecretRotation"];
    for (const step of steps) {
      const input = { oauthApplicationId: application.id, ...(step.startsWith("update") ? { overlapSeconds: 9 } : {}) };
      const type = `${step.charAt(0).toUpperCase()}${step.slice(1)}Input`;
      await developer.ok(
        `mutation ($input: ${type}!) { ${step}(input: $input) { oauthApplication { ${APPLICATION.replace(/createdBy.*/s, "")} } } }`,
        { input },
      );
    }
    const issued = await owner.ok(
      `mutation { createApiToken(input: { name: "Canary", role: ADMIN }) { token apiToken { ${TOKEN} } } }`,
    );
    const token: string = issued.createApiToken.token;
    await new GraphqlClient(gateway.url, token).ok("{ viewer { role } }");
    for (const secret of secrets) await admin.verify(application.clientId, secret);
    return { application, secrets, token, tokenId: issued.createApiToken.apiToken.id as string };
  }

  /** Everything that can be read, by everyone. */
  async function readEverything(applicationId: string, tokenId: string): Promise<void> {
    const { viewer, developer, admin, owner } = organization;
    const stranger = (await gateway.organization()).owner;
    for (const client of [viewer, developer, admin, owner, stranger, gateway.anonymous]) {
      await client.send(
        `query ($id: ID, $node: ID!, $token: ID!) {
          viewer { actor { id kind name } role permissions organization { id slug name } }
          organization { id slug name }
          oauthApplication(id: $id) { ${APPLICATION} }
          application: node(id: $node) { id ... on OAuthApplication { ${APPLICATION} } }
          token: node(id: $token) { id ... on ApiToken { ${TOKEN} } }
        }`,
        { id: applicationId, node: applicationId, token: tokenId },
      );
      await client.send(
        `{ oauthApplications(first: 100) { totalCount edges { cursor node { ${APPLICATION} } } pageInfo { endCursor } } }`,
      );
      await client.send(`{ apiTokens(first: 100) { totalCount edges { cursor node { ${TOKEN} } } } }`);
      await client.send(`{ auditEvents(first: 100) { totalCount edges { cursor node { ${EVENT} } } } }`);
    }
  }

  it("is in no answer but the one of its issue", async () => {
    const { application, secrets, token, tokenId } = await issueEverything();
    await readEverything(application.id, tokenId);
    await organization.owner.ok(
      "mutation ($id: ID!) { revokeApiToken(input: { apiTokenId: $id }) { apiToken { id } } }",
      {
        id: tokenId,
      },
    );
    await organization.owner.ok(
      "mutation ($id: ID!) { deleteOAuthApplication(input: { oauthApplicationId: $id }) { deletedId } }",
      { id: application.id },
    );
    expect(new Set([...secrets, token]).size).toBe(5);
    for (const secret of [...secrets, token]) {
      const answers = recording.answers.filter((answer) => leakedIn(answer, [secret]).length > 0);
      expect(answers).toHaveLength(1);
      expect(answers[0]).toContain(secret);
    }
    const all = recording.answers.join("\n");
    expect(leakedIn(all, presented())).toEqual([]);
    expect(all).not.toMatch(ANY_DIGEST);
  });

  it("is in no line of the log, at any level", async () => {
    const { application, secrets, token, tokenId } = await issueEverything();
    await readEverything(application.id, tokenId);
    const log = gateway.log();
    expect(log).toContain(`"actor":"${tokenId}"`);
    expect(leakedIn(log, [...secrets, token, ...presented()])).toEqual([]);
    expect(log).not.toMatch(ANY_SECRET);
    expect(log).not.toMatch(ANY_DIGEST);
  });

  it("is in no row of the database and in none of its files", async () => {
    const { secrets, token } = await issueEverything();
    const rows = await dumpRows(gateway.database);
    expect(rows).toContain("ogs_…");
    expect(rows).toContain("client_secret.rotated");
    expect(leakedIn(rows, [...secrets, token, ...presented()])).toEqual([]);
    expect(rows).not.toMatch(ANY_SECRET);
    const files = await readFiles(gateway.database);
    if (kind === "sqlite") expect([...files.keys()].some((name) => name.endsWith("-wal"))).toBe(true);
    for (const [name, content] of files) {
      expect([name, leakedIn(content, [...secrets, token, ...presented()])]).toEqual([name, []]);
      expect(ANY_SECRET.test(content), name).toBe(false);
    }
  });

  it("is in no metric", async () => {
    const { secrets, token } = await issueEverything();
    const metrics = await metricsOf(gateway);
    expect(metrics).toContain("gateway_http_request_duration_seconds");
    expect(leakedIn(metrics, [...secrets, token, ...presented()])).toEqual([]);
    expect(metrics).not.toMatch(ANY_SECRET);
  });
});
