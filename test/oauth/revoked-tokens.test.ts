import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DATABASE_KINDS } from "../support/databases/databases.js";
import { insertMany } from "../support/databases/inserted-rows.js";
import type { TestGateway, TestOrganization } from "../support/gateway/gateway.js";
import { type Client, createClient, introspect, startOauthGateway, tokenOf } from "../support/oauth/oauth-endpoints.js";
import { change, changed, refusalOf } from "../support/organization/oauth-applications.js";

const KEEP = { previousSecret: "KEEP" };

describe.each(DATABASE_KINDS)("access tokens of a secret that is stopped, on %s", (kind) => {
  let gateway: TestGateway;
  let organization: TestOrganization;

  beforeAll(async () => {
    gateway = await startOauthGateway(kind);
    organization = await gateway.organization();
  });
  afterAll(() => gateway.stop());

  async function clientWithToken(): Promise<{ client: Client; token: string }> {
    const client = await createClient(organization.developer);
    return { client, token: await tokenOf(gateway.url, client) };
  }

  async function rotated(client: Client, input: Record<string, unknown>): Promise<Client> {
    const { data, errors } = await organization.developer.rotate(client.id, input);
    expect(errors).toEqual([]);
    return { ...client, clientSecret: data.rotateSecret.clientSecret };
  }

  const isActive = async (asked: Client, token: string) => (await introspect(gateway.url, asked, token)).json.active;

  it.each([
    ["end with REVOKE", { previousSecret: "REVOKE" }, false],
    ["live on with REVOKE when they shall", { previousSecret: "REVOKE", revokeTokens: false }, true],
    ["live on without an overlap", { overlapSeconds: 0 }, true],
  ])("%s", async (_claim, input, active) => {
    const { client, token } = await clientWithToken();
    const other = await clientWithToken();
    const current = await rotated(client, input);
    expect(await isActive(current, token)).toBe(active);
    expect(await isActive(other.client, other.token)).toBe(true);
  });

  it.each([
    ["completeSecretRotation", false],
    ["completeSecretRotation", true],
    ["cancelSecretRotation", false],
    ["cancelSecretRotation", true],
  ] as const)(
    "after %s live on unless revokeTokens is given (%s); the staying secret's always do",
    async (step, revokeTokens) => {
      const { client, token } = await clientWithToken();
      const newer = await rotated(client, KEEP);
      const newToken = await tokenOf(gateway.url, newer);
      await changed(organization.developer, step, { oauthApplicationId: client.id, force: true, revokeTokens });
      const isCompleted = step === "completeSecretRotation";
      const [staying, kept, ended] = isCompleted ? [newer, newToken, token] : [client, token, newToken];
      expect(await isActive(staying, kept)).toBe(true);
      expect(await isActive(staying, ended)).toBe(!revokeTokens);
    },
  );

  it.each(["EXPIRE", "KEEP"])("cannot be named with %s, whose secret stays", async (previousSecret) => {
    const { client, token } = await clientWithToken();
    for (const revokeTokens of [true, false]) {
      const answer = await change(organization.developer, "rotateSecret", {
        oauthApplicationId: client.id,
        previousSecret,
        revokeTokens,
      });
      expect(refusalOf(answer)).toEqual({ code: "BAD_USER_INPUT", field: "revokeTokens", rule: "policy" });
    }
    expect(await isActive(client, token)).toBe(true);
  });

  it("end by thousands in as many statements as one does", async () => {
    const { client } = await clientWithToken();
    await insertMany(
      gateway.database,
      `INSERT INTO access_tokens (digest, oauth_application_id, client_secret_id, scope, audience, issued_at, expires_at)
       WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 70000)
       SELECT 'many-' || n, '${client.id}', 'sec_gone', '', 'urn:many', 0, ${gateway.now() + 3_600_000} FROM numbers`,
    );
    await rotated(client, { previousSecret: "REVOKE" });
    const [left] = await gateway.database.query(
      `SELECT count(*) AS count FROM access_tokens WHERE oauth_application_id = '${client.id}'`,
    );
    expect(Number(left?.count)).toBe(0);
  });
});
