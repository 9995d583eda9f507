import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createMigratedDatabase, DATABASE_KINDS } from "../support/databases/databases.js";
import { loggedWhile } from "../support/databases/logged-statements.js";
import type { TestGateway } from "../support/gateway/gateway.js";
import type { GraphqlClient } from "../support/gateway/graphql-client.js";
import { type Client, createClient, requestToken, startOauthGateway } from "../support/oauth/oauth-endpoints.js";
import { changed, read } from "../support/organization/oauth-applications.js";

interface Use {
  id: string;
  firstUsedAt: string | null;
  lastUsedAt: string | null;
  useCount: number;
}

/** The use of an application's secrets, newest first. */
async function usesOf(reader: GraphqlClient, { id }: { id: string }): Promise<Use[]> {
  return (await read(reader, id, "secrets { id firstUsedAt lastUsedAt useCount }")).secrets;
}

describe.each(DATABASE_KINDS)("the use of secrets on %s", (kind) => {
  let gateway: TestGateway;

  beforeAll(async () => {
    gateway = await startOauthGateway(kind);
  });
  afterAll(() => gateway.stop());

  const start = async () => {
    const { admin, developer } = await gateway.organization();
    return { admin, developer, client: await createClient(developer) };
  };
  const verified = async (admin: GraphqlClient, { clientId, clientSecret }: Client) => {
    expect((await admin.verify(clientId, clientSecret)).active).toBe(true);
  };
  const given = async (client: Client) => expect((await requestToken(gateway.url, client)).status).toBe(200);

  it("is nothing for a new secret", async () => {
    const { developer, client } = await start();
    expect(await usesOf(developer, client)).toEqual([
      { id: expect.any(String), firstUsedAt: null, lastUsedAt: null, useCount: 0 },
    ]);
  });

  it.each(["token", "verify"])("shows the first one at /oauth/%s before it is answered", async (endpoint) => {
    const { admin, developer, client } = await start();
    const before = Date.now();
    await (endpoint === "token" ? given(client) : verified(admin, client));
    const [use] = await usesOf(developer, client);
    expect(use).toMatchObject({ useCount: 1, firstUsedAt: use?.lastUsedAt });
    expect(Date.parse(String(use?.firstUsedAt))).toBeGreaterThanOrEqual(before);
    expect(Date.parse(String(use?.firstUsedAt))).toBeLessThanOrEqual(Date.now());
  });

  it("shows later ones of both endpoints about a second late, with the time of the last", async () => {
    const { admin, developer, client } = await start();
    await given(client);
    const [first] = await usesOf(developer, client);
    for (let round = 0; round < 3; round++) {
      await given(client);
      await verified(admin, client);
    }
    const before = Date.now();
    await verified(admin, client);
    await expect.poll(async () => (await usesOf(developer, client))[0]?.useCount).toBe(8);
    const [use] = await usesOf(developer, client);
    expect(use?.firstUsedAt).toBe(first?.firstUsedAt);
    expect(Date.parse(String(use?.lastUsedAt))).toBeGreaterThanOrEqual(before);
  });

  it("is each secret's own", async () => {
    const { admin, developer, client } = await start();
    const { data } = await developer.rotate(client.id, { previousSecret: "KEEP" });
    await verified(admin, client);
    const current = { ...client, clientSecret: data.rotateSecret.clientSecret };
    expect((await usesOf(developer, client)).map(({ useCount }) => useCount)).toEqual([0, 1]);
    await given(current);
    await given(current);
    const counts = async () => (await usesOf(developer, client)).map(({ useCount }) => useCount);
    await expect.poll(counts).toEqual([2, 1]);
  });

  it("does not count what fails", async () => {
    const { admin, developer, client } = await start();
    await requestToken(gateway.url, { ...client, clientSecret: "wrong" });
    await admin.verify(client.clientId, "wrong");
    await requestToken(gateway.url, client, {}, "post");
    await changed(developer, "updateOAuthApplication", { oauthApplicationId: client.id, enabled: false });
    await requestToken(gateway.url, client);
    await admin.verify(client.clientId, client.clientSecret);
    const [use] = await usesOf(developer, client);
    expect(use).toMatchObject({ useCount: 0, firstUsedAt: null });
  });

  it("costs few statements: 200 authentications are written together", async () => {
    const { admin, developer, client } = await start();
    await verified(admin, client);
    const started = Date.now();
    const logged = await loggedWhile(gateway, async () => {
      for (let round = 0; round < 20; round++) {
        await Promise.all(Array.from({ length: 10 }, () => verified(admin, client)));
      }
    });
    const seconds = Math.ceil((Date.now() - started) / 1000);
    // BEGIN, UPDATE, INSERT, DELETE and COMMIT, once a second at most.
    const changing = logged.filter((sql) => /^\s*(?:WITH\b.*?\b)?(?:BEGIN|INSERT|UPDATE|DELETE|COMMIT)\b/s.test(sql));
    expect(changing.length).toBeLessThanOrEqual(5 * (seconds + 1));
    await expect.poll(async () => (await usesOf(developer, client))[0]?.useCount).toBe(201);
  });

  it("is written when the gateway stops", async () => {
    const database = await createMigratedDatabase(kind);
    try {
      const own = await startOauthGateway(kind, { database });
      const { admin } = await own.organization();
      const client = await createClient(admin);
      for (let count = 0; count < 3; count++) await verified(admin, client);
      await own.stop();
      expect(await database.query("SELECT use_count FROM client_secrets")).toEqual([{ use_count: 3 }]);
    } finally {
      await database.drop();
    }
  });
});
