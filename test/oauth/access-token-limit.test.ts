// Too long for a quick run.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { OAuthApplication } from "../../src/model/oauth-application.js";
import { DATABASE_KINDS } from "../support/databases/databases.js";
import { insertMany } from "../support/databases/inserted-rows.js";
import type { TestGateway } from "../support/gateway/gateway.js";
import { createClient, requestToken, startOauthGateway } from "../support/oauth/oauth-endpoints.js";

describe.each(DATABASE_KINDS)("the access tokens of an application on %s", (kind) => {
  let gateway: TestGateway;

  beforeAll(async () => {
    gateway = await startOauthGateway(kind);
  });
  afterAll(() => gateway.stop());

  /** Tokens that the one secret of an application has obtained. */
  async function insertAccessTokens(applicationId: string, count: number, expiresAt: number): Promise<void> {
    await insertMany(
      gateway.database,
      `INSERT INTO access_tokens (digest, oauth_application_id, client_secret_id, scope, audience, issued_at, expires_at)
       WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < ${count})
       SELECT secret.id || CAST(n AS text), '${applicationId}', secret.id, '', '', 1, ${expiresAt}
       FROM numbers, client_secrets secret WHERE secret.oauth_application_id = '${applicationId}'`,
    );
  }

  it("are at most 100,000 of one secret, and others again once these have expired", async () => {
    const { developer } = await gateway.organization();
    const client = await createClient(developer);
    const other = await createClient(developer);
    await insertAccessTokens(client.id, 99_998, gateway.now() + 3_600_000);
    for (const expected of [200, 200, 429, 429]) {
      const { status, json, headers } = await requestToken(gateway.url, client);
      expect(status).toBe(expected);
      if (expected === 200) continue;
      expect(json).toEqual({ error: "temporarily_unavailable", error_description: expect.stringMatching(/60 s/) });
      expect(headers.get("retry-after")).toBe("60");
    }
    expect((await requestToken(gateway.url, other)).status).toBe(200);
    gateway.advance(3_601_000);
    await gateway.gateway.services.maintain();
    const [row] = await gateway.database.query("SELECT count(*) AS items FROM access_tokens");
    expect(Number(row?.items)).toBe(0);
    await expect.poll(async () => (await requestToken(gateway.url, client)).status).toBe(200);
  });

  it("without a secret are at most 100,000 of one application, beside those of its secrets", async () => {
    const { developer } = await gateway.organization();
    const client = await createClient(developer);
    await insertAccessTokens(client.id, 99_999, gateway.now() + 3_600_000);
    await gateway.database.query(
      `UPDATE access_tokens SET client_secret_id = NULL WHERE oauth_application_id = '${client.id}'`,
    );
    const { accessTokens, clientAuthentication } = gateway.gateway.services;
    const application = (await clientAuthentication.find(client.clientId))?.application as OAuthApplication;
    const [issuedAt, expiresAt] = [new Date(gateway.now()), new Date(gateway.now() + 60_000)];
    const token = { scope: "", audience: "https://api.example.com", issuedAt, expiresAt };
    const save = (value: string) => accessTokens.save(value, { application, secret: null }, token, undefined);
    expect(await save("the last")).toBe(true);
    await expect(save("one too many")).rejects.toMatchObject({ code: "too_many_requests" });
    expect((await requestToken(gateway.url, client)).status).toBe(200);
  });

  it("that a leaked secret has obtained do not keep the next secret from its own", async () => {
    const { developer } = await gateway.organization();
    const client = await createClient(developer);
    await insertAccessTokens(client.id, 100_000, gateway.now() + 3_600_000);
    expect((await requestToken(gateway.url, client)).status).toBe(429);
    const { data } = await developer.rotate(client.id, { overlapSeconds: 0 });
    const next = { ...client, clientSecret: data.rotateSecret.clientSecret };
    expect((await requestToken(gateway.url, next)).status).toBe(200);
    const [row] = await gateway.database.query(
      `SELECT count(*) AS items FROM access_tokens WHERE oauth_application_id = '${client.id}'`,
    );
    expect(Number(row?.items)).toBe(100_001);
  });
});
