import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DATABASE_KINDS, queryPostgres } from "../support/databases/databases.js";
import { holdApplication } from "../support/databases/held-row.js";
import type { TestGateway } from "../support/gateway/gateway.js";
import { haveTime } from "../support/gateway/have-time.js";
import { createClient, requestToken, startOauthGateway } from "../support/oauth/oauth-endpoints.js";

haveTime();

const SWITCH = `mutation ($input: UpdateOAuthApplicationInput!) { updateOAuthApplication(input: $input) { __typename } }`;

describe.each(DATABASE_KINDS)("a token that is asked for while its application is disabled on %s", (kind) => {
  let gateway: TestGateway;

  beforeAll(async () => {
    gateway = await startOauthGateway(kind);
  });
  afterAll(() => gateway.stop());

  it("does not come alive when the application is enabled again", async () => {
    const { admin } = await gateway.organization();
    const client = await createClient(admin);
    const enable = (enabled: boolean) => admin.ok(SWITCH, { input: { oauthApplicationId: client.id, enabled } });
    const asking = Array.from({ length: 20 }, () => requestToken(gateway.url, client));
    await enable(false);
    const answers = await Promise.all(asking);
    expect(answers.map(({ status }) => status).filter((status) => status !== 200 && status !== 401)).toEqual([]);
    await enable(true);
    expect(await gateway.database.query("SELECT digest FROM access_tokens")).toEqual([]);
  });
});

describe.each(DATABASE_KINDS)("a token that is asked for while its application loses the grant on %s", (kind) => {
  let gateway: TestGateway;

  beforeAll(async () => {
    gateway = await startOauthGateway(kind);
  });
  afterAll(() => gateway.stop());

  it("is not there when the loss has been answered", async () => {
    const { admin } = await gateway.organization();
    const client = await createClient(admin);
    const grant = (...grantTypes: string[]) =>
      admin.ok(SWITCH, { input: { oauthApplicationId: client.id, grantTypes } });
    for (let round = 0; round < 5; round++) {
      let lost = false;
      const asking = Array.from({ length: 20 }, async () => {
        while (!lost) expect([200, 400, 401, 503]).toContain((await requestToken(gateway.url, client)).status);
      });
      try {
        await expect.poll(() => gateway.database.query("SELECT digest FROM access_tokens")).not.toEqual([]);
        await grant("AUTHORIZATION_CODE");
      } finally {
        lost = true;
        await Promise.all(asking);
      }
      expect(await gateway.database.query("SELECT digest FROM access_tokens")).toEqual([]);
      await grant("AUTHORIZATION_CODE", "CLIENT_CREDENTIALS");
    }
  });
});

describe.each(DATABASE_KINDS)("a token that is asked for with a secret that is revoked meanwhile on %s", (kind) => {
  let gateway: TestGateway;

  beforeAll(async () => {
    gateway = await startOauthGateway(kind);
  });
  afterAll(() => gateway.stop());

  it("is not there when the application is confidential again", async () => {
    const { admin } = await gateway.organization();
    const client = await createClient(admin);
    const asking = Array.from({ length: 60 }, () => requestToken(gateway.url, client));
    for (const isPublic of [true, false]) {
      await admin.ok(SWITCH, { input: { oauthApplicationId: client.id, public: isPublic } });
    }
    await Promise.all(asking);
    expect(await gateway.database.query("SELECT digest FROM access_tokens")).toEqual([]);
  });
});

describe("a token that is being issued on PostgreSQL", () => {
  let gateway: TestGateway;

  beforeAll(async () => {
    gateway = await startOauthGateway("postgres");
  });
  afterAll(() => gateway.stop());

  it("does not hold the secret, whose use is noted meanwhile", async () => {
    const client = await createClient((await gateway.organization()).admin);
    await requestToken(gateway.url, client);
    const held = await holdApplication(gateway.database, client.id);
    await held.run("COMMIT", []);
    await held.run("BEGIN", []);
    // Somebody else notes its use, and has not committed yet.
    await held.run("UPDATE client_secrets SET use_count = use_count WHERE oauth_application_id = $1", [client.id]);
    expect((await requestToken(gateway.url, client)).status).toBe(200);
    await held.release();
  });
});

describe.each([
  ["its application is disabled", "UPDATE oauth_applications SET enabled = false WHERE id = $1"],
  ["its secret is revoked", "UPDATE client_secrets SET revoked_at = 1 WHERE oauth_application_id = $1"],
])("a token that is being issued when %s on another gateway", (_, change) => {
  let gateway: TestGateway;

  beforeAll(async () => {
    gateway = await startOauthGateway("postgres");
  });
  afterAll(() => gateway.stop());

  it("is refused like every other failed authentication", async () => {
    const client = await createClient((await gateway.organization()).admin);
    const held = await holdApplication(gateway.database, client.id);
    const asked = requestToken(gateway.url, client);
    await held.waited();
    await held.run(change, [client.id]);
    await held.release();
    const { status, json } = await asked;
    expect([status, json]).toEqual([
      401,
      { error: "invalid_client", error_description: "client authentication failed" },
    ]);
    expect(await queryPostgres(gateway.database.url, "SELECT digest FROM access_tokens")).toEqual([]);
  });
});
