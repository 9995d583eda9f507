import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DATABASE_KINDS } from "../support/databases/databases.js";
import { startTestGateway, type TestGateway } from "../support/gateway/gateway.js";
import { GraphqlClient } from "../support/gateway/graphql-client.js";
import { changed } from "../support/organization/oauth-applications.js";
import { issue, newKey, payloadOf, repeatedRotation } from "../support/organization/repeated-requests.js";

describe.each(DATABASE_KINDS)("a plaintext that is kept with its answer, on %s", (kind) => {
  let gateway: TestGateway;

  beforeAll(async () => {
    gateway = await startTestGateway(kind);
  });
  afterAll(() => gateway.stop());

  async function open() {
    const { rotate: send, ...organization } = await repeatedRotation(gateway);
    const { application } = organization;
    const rotate = async (more: Record<string, unknown> = {}) => payloadOf(await send(more));
    const sealed = async () => {
      const rows = await gateway.database.query(
        `SELECT sealed FROM kept_answers WHERE oauth_application_id = '${application.id}'`,
      );
      return rows.map((row) => row.sealed !== null);
    };
    return { ...organization, rotate, sealed };
  }

  it("is destroyed by the first use of the secret, which shows that it has arrived", async () => {
    const { rotate, sealed, application, admin } = await open();
    const { clientSecret, ...first } = await rotate();
    expect(await sealed()).toEqual([true]);
    await admin.verify(application.clientId, application.clientSecret ?? "");
    expect(await sealed()).toEqual([true]);
    await admin.verify(application.clientId, clientSecret);
    // An answer waits for that no longer than a second.
    await expect.poll(sealed).toEqual([false]);
    expect(await rotate()).toEqual({ ...first, clientSecret: null, replayed: true });
  });

  it("is destroyed by a token request with the secret, and by its use at introspection", async () => {
    for (const path of ["/oauth/token", "/oauth/introspect"]) {
      const { rotate, sealed, application } = await open();
      const { clientSecret } = await rotate();
      const answer = await fetch(gateway.url + path, {
        method: "POST",
        headers: { authorization: `Basic ${btoa(`${application.clientId}:${clientSecret}`)}` },
        body: new URLSearchParams({ grant_type: "client_credentials", token: "x" }),
      });
      expect(answer.status).toBe(200);
      await expect.poll(sealed).toEqual([false]);
      expect(await rotate()).toMatchObject({ clientSecret: null, replayed: true });
    }
  });

  it.each(["cancelSecretRotation", "rotateSecret", "updateOAuthApplication"] as const)(
    "is destroyed with the secret's end, by %s",
    async (step) => {
      const { rotate, sealed, application, developer } = await open();
      await rotate();
      const more = {
        cancelSecretRotation: {},
        rotateSecret: { previousSecret: "REVOKE" },
        updateOAuthApplication: { public: true, grantTypes: [] },
      };
      await changed(developer, step, { oauthApplicationId: application.id, ...more[step] });
      expect(await sealed()).toEqual([false]);
      expect(await rotate()).toMatchObject({ clientSecret: null, replayed: true, secret: { status: "REVOKED" } });
    },
  );

  it("is destroyed by the first use that confirms the secret, and when nobody confirms it in time", async () => {
    const confirmed = await open();
    const { clientSecret } = await confirmed.rotate({ previousSecret: "CONFIRM" });
    await confirmed.admin.verify(confirmed.application.clientId, clientSecret);
    expect(await confirmed.sealed()).toEqual([false]);
    expect(await confirmed.rotate({ previousSecret: "CONFIRM" })).toMatchObject({ clientSecret: null, replayed: true });

    const undone = await open();
    const wanted = { previousSecret: "CONFIRM", confirmWithinSeconds: 60 };
    expect(await undone.rotate(wanted)).toMatchObject({ clientSecret: expect.stringMatching(/^ogs_/) });
    gateway.advance(61_000);
    expect(await undone.rotate(wanted)).toMatchObject({ clientSecret: null, replayed: true });
    expect(await undone.sealed()).toEqual([false]);
  });

  it("is not shown once its overlap has ended, and upkeep destroys it", async () => {
    const { rotate, sealed, developer, application } = await open();
    await rotate({ previousSecret: "REVOKE" });
    await changed(developer, "rotateSecret", { oauthApplicationId: application.id, overlapSeconds: 60 });
    gateway.advance(61_000);
    expect(await rotate({ previousSecret: "REVOKE" })).toMatchObject({
      clientSecret: null,
      secret: { status: "EXPIRED" },
    });
    await gateway.gateway.services.maintain();
    expect(await sealed()).toEqual([false]);
  });

  it("is erased with all that is kept of it after 24 hours", async () => {
    const { rotate, sealed } = await open();
    await rotate();
    gateway.advance(86_400_000);
    await gateway.gateway.services.maintain();
    expect(await sealed()).toEqual([]);
  });

  it("of an API token is destroyed by the token's first use, which is noted", async () => {
    const { admin } = await gateway.organization();
    const input = { name: "CI", role: "VIEWER", idempotencyKey: newKey() };
    const create = async () => payloadOf(await issue(admin, "createApiToken", input));
    const { token, apiToken } = await create();
    expect(apiToken.firstUsedAt).toBeNull();
    expect(await create()).toMatchObject({ token, replayed: true });
    await new GraphqlClient(gateway.url, token).ok("{ viewer { role } }");
    await expect.poll(async () => (await create()).token).toBeNull();
    const replay = await create();
    expect(replay).toMatchObject({ token: null, replayed: true });
    expect(Date.parse(replay.apiToken.firstUsedAt)).toBeGreaterThan(0);
    const kept = await gateway.database.query(`SELECT sealed FROM kept_answers WHERE issued_id = '${apiToken.id}'`);
    expect(kept).toEqual([{ sealed: null }]);
  });

  it.each(["itself", "the token that issued it"])(
    "of an API token is destroyed and not shown once %s is revoked",
    async (which) => {
      const { owner, admin } = await gateway.organization();
      const above = payloadOf(await issue(admin, "createApiToken", { name: "Above", role: "ADMIN" }));
      const issuer = new GraphqlClient(gateway.url, above.token);
      const input = { name: "CI", role: "VIEWER", idempotencyKey: newKey() };
      const { apiToken } = payloadOf(await issue(issuer, "createApiToken", input));
      const id = which === "itself" ? apiToken.id : above.apiToken.id;
      await owner.ok("mutation ($id: ID!) { revokeApiToken(input: { apiTokenId: $id }) { apiToken { id } } }", { id });
      const kept = await gateway.database.query(`SELECT sealed FROM kept_answers WHERE issued_id = '${apiToken.id}'`);
      expect(kept).toEqual([{ sealed: null }]);
      if (which !== "itself") return;
      expect(payloadOf(await issue(issuer, "createApiToken", input))).toMatchObject({ token: null, replayed: true });
    },
  );
});
