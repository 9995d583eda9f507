import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DATABASE_KINDS } from "../support/databases/databases.js";
import type { TestGateway } from "../support/gateway/gateway.js";
import { createClient, requestToken, startOauthGateway } from "../support/oauth/oauth-endpoints.js";
import { issueApiToken, works } from "../support/organization/api-tokens.js";
import { insertChains } from "../support/organization/many-tokens.js";

describe.each(DATABASE_KINDS)("upkeep on %s", (kind) => {
  let gateway: TestGateway;

  beforeAll(async () => {
    gateway = await startOauthGateway(kind);
  });
  afterAll(() => gateway.stop());

  const maintain = () => gateway.gateway.services.maintain();

  async function idsIn(table: string, owner: string): Promise<string[]> {
    return (await gateway.database.query(`SELECT id FROM ${table} WHERE ${owner} ORDER BY id`)).map(({ id }) =>
      String(id),
    );
  }

  /** Makes `count` secrets that have stopped, of an age before all others; their numbers are in their ids. */
  async function insertSecrets(applicationId: string, count: number): Promise<void> {
    await gateway.database.query(
      `INSERT INTO client_secrets (id, oauth_application_id, digest, hint, revoked_at)
       WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < ${count})
       SELECT 'sec_00' || substr('${applicationId}', 11, 15) || CAST(10000 + n AS text), '${applicationId}', 'v1$k$x', 'h', 1
       FROM numbers`,
    );
  }

  it("keeps an application's newest 1,000 secrets, and those that work however old they are", async () => {
    const { developer } = await gateway.organization();
    const rotated = await createClient(developer);
    const left = await createClient(developer);
    const of = ({ id }: { id: string }) => idsIn("client_secrets", `oauth_application_id = '${id}'`);
    for (const { id } of [rotated, left]) await insertSecrets(id, 1500);
    const { data } = await developer.rotate(rotated.id, { previousSecret: "KEEP" });
    const before = await of(rotated);
    // The oldest of all works, too.
    const where = `WHERE id = '${before[0]}'`;
    await gateway.database.query(`UPDATE client_secrets SET revoked_at = NULL ${where}`);
    await maintain();
    expect(await of(rotated)).toEqual([before[0], ...before.slice(-1000)]);
    expect(await of(left)).toHaveLength(1501);
    for (const secret of [rotated.clientSecret, data.rotateSecret.clientSecret]) {
      expect((await requestToken(gateway.url, { ...rotated, clientSecret: secret })).status).toBe(200);
    }
  });

  it("keeps an organization's newest 100,000 API tokens, and those that work or did a moment ago", async () => {
    const { id, owner } = await gateway.organization();
    const parent = await issueApiToken(owner, { role: "ADMIN" });
    const child = await issueApiToken(parent.client);
    const recent = await issueApiToken(owner, { expiresAt: new Date(gateway.now() + 60_000).toISOString() });
    const live = await issueApiToken(owner);
    const ghost = { id: `mem_${"z".repeat(22)}`, kind: "USER" } as const;
    await insertChains(gateway.database, id, ghost, { count: 102_000, length: 1000, expiresAt: 1 });
    gateway.advance(60_000);
    await maintain();
    const kept = await idsIn("api_tokens", `organization_id = '${id}'`);
    // Four of the organization's own, and these four.
    expect(kept.filter((token) => !token.startsWith("tok_zz"))).toHaveLength(8);
    expect(kept).toHaveLength(100_008);
    expect(kept).toContain(recent.id);
    for (const { client } of [live, parent, child]) expect(await works(client)).toBe(true);
  });
});
