import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Role } from "../../src/model/permission.js";
import { DATABASE_KINDS } from "../support/databases/databases.js";
import { startTestGateway, type TestGateway } from "../support/gateway/gateway.js";
import type { GraphqlClient } from "../support/gateway/graphql-client.js";
import { haveTime } from "../support/gateway/have-time.js";
import { changed, refusalOf, remove } from "../support/organization/oauth-applications.js";
import { issue, newKey, payloadOf } from "../support/organization/repeated-requests.js";

const OTHER_INPUT = { code: "CONFLICT", field: "idempotencyKey", rule: "otherInput" };

describe.each(DATABASE_KINDS)("on %s", (kind) => {
  haveTime();
  let gateway: TestGateway;

  beforeAll(async () => {
    gateway = await startTestGateway(kind);
  });
  afterAll(() => gateway.stop());

  describe("a registration with an idempotency key", () => {
    const create = (client: GraphqlClient, input: Record<string, unknown>) =>
      issue(client, "createOAuthApplication", { name: "Shop", ...input });
    const count = async ({ ok }: GraphqlClient, client: GraphqlClient) =>
      (await ok.call(client, "{ oauthApplications { totalCount } }")).oauthApplications.totalCount;

    it("registers one application, and answers its secret again", async () => {
      const { developer, admin } = await gateway.organization();
      const idempotencyKey = newKey();
      const first = payloadOf(await create(developer, { idempotencyKey }));
      const second = payloadOf(await create(developer, { idempotencyKey }));
      expect(second).toEqual({ ...first, replayed: true });
      expect(await count(developer, developer)).toBe(1);
      const { clientId } = first.oauthApplication;
      expect(await admin.verify(clientId, second.clientSecret)).toMatchObject({ active: true });
    });

    it("registers one application when ten of the same come at once", async () => {
      const { developer } = await gateway.organization();
      const idempotencyKey = newKey();
      const sent = Array.from({ length: 10 }, () => create(developer, { idempotencyKey }));
      const answers = (await Promise.all(sent)).map(payloadOf);
      expect(new Set(answers.map(({ clientSecret }) => clientSecret)).size).toBe(1);
      expect(answers.filter(({ replayed }) => !replayed)).toHaveLength(1);
      expect(await count(developer, developer)).toBe(1);
    });

    it("repeats the answer of a public application, which has no secret", async () => {
      const { developer } = await gateway.organization();
      const input = { public: true, idempotencyKey: newKey() };
      const first = payloadOf(await create(developer, input));
      expect(first).toMatchObject({ replayed: false, clientSecret: null });
      expect(payloadOf(await create(developer, input))).toEqual({ ...first, replayed: true });
    });

    it("shows the application as it is now, and is NOT_FOUND once it is deleted", async () => {
      const { developer, admin } = await gateway.organization();
      const idempotencyKey = newKey();
      const { oauthApplication, clientSecret } = payloadOf(await create(developer, { idempotencyKey }));
      const { id: oauthApplicationId } = oauthApplication;
      await changed(developer, "updateOAuthApplication", { oauthApplicationId, name: "Renamed" });
      expect(payloadOf(await create(developer, { idempotencyKey }))).toMatchObject({
        replayed: true,
        clientSecret,
        oauthApplication: { name: "Renamed", version: 2 },
      });
      await remove(admin, { oauthApplicationId });
      expect(refusalOf(await create(developer, { idempotencyKey }))).toEqual({ code: "NOT_FOUND" });
      expect(await count(developer, developer)).toBe(0);
    });

    it("is CONFLICT with another input, and the same with defaults written out", async () => {
      const { developer } = await gateway.organization();
      const idempotencyKey = newKey();
      payloadOf(await create(developer, { idempotencyKey }));
      expect(refusalOf(await create(developer, { idempotencyKey, name: "Another" }))).toEqual(OTHER_INPUT);
      expect(refusalOf(await create(developer, { idempotencyKey, public: true }))).toEqual(OTHER_INPUT);
      const written = { public: false, scopes: [], grantTypes: ["AUTHORIZATION_CODE"], logoUrl: null };
      expect(payloadOf(await create(developer, { idempotencyKey, ...written }))).toMatchObject({ replayed: true });
      expect(await count(developer, developer)).toBe(1);
    });

    it("keeps nothing of a refused registration", async () => {
      const { developer } = await gateway.organization();
      const idempotencyKey = newKey();
      const refused = await create(developer, { idempotencyKey, redirectUris: ["http://example.com"] });
      expect(refusalOf(refused)).toMatchObject({ code: "BAD_USER_INPUT" });
      expect(payloadOf(await create(developer, { idempotencyKey }))).toMatchObject({ replayed: false });
    });

    it("asks permission again: FORBIDDEN for who may not rotate its secret any more", async () => {
      const { developer, owner } = await gateway.organization();
      const input = { idempotencyKey: newKey(), grantTypes: ["CLIENT_CREDENTIALS"] };
      const { oauthApplication } = payloadOf(await create(developer, input));
      const { id } = oauthApplication;
      await owner.ok(
        "mutation ($id: ID!) { addMember(input: { oauthApplicationId: $id, role: ADMIN }) { member { id } } }",
        { id },
      );
      expect(refusalOf(await create(developer, input))).toEqual({ code: "FORBIDDEN" });
    });
  });

  describe("an API token asked for with an idempotency key", () => {
    const create = (client: GraphqlClient, input: Record<string, unknown>) =>
      issue(client, "createApiToken", { name: "CI", role: "VIEWER", ...input });
    const countOf = async (client: GraphqlClient) =>
      (await client.ok("{ apiTokens { totalCount } }")).apiTokens.totalCount;

    it("is issued once, and shown again", async () => {
      const { admin } = await gateway.organization();
      const before = await countOf(admin);
      const idempotencyKey = newKey();
      const sent = Array.from({ length: 10 }, () => create(admin, { idempotencyKey }));
      const answers = (await Promise.all(sent)).map(payloadOf);
      expect(new Set(answers.map(({ token }) => token)).size).toBe(1);
      expect(answers.filter(({ replayed }) => !replayed)).toHaveLength(1);
      expect(await countOf(admin)).toBe(before + 1);
    });

    it("is shown again after the moment at which it had to end has come, as far as that goes", async () => {
      const { admin } = await gateway.organization();
      const input = { idempotencyKey: newKey(), expiresAt: new Date(gateway.now() + 60_000).toISOString() };
      const first = payloadOf(await create(admin, input));
      gateway.advance(61_000);
      expect(payloadOf(await create(admin, input))).toEqual({ ...first, token: null, replayed: true });
    });

    it("is CONFLICT with another input", async () => {
      const { admin } = await gateway.organization();
      const idempotencyKey = newKey();
      payloadOf(await create(admin, { idempotencyKey }));
      expect(refusalOf(await create(admin, { idempotencyKey, role: "DEVELOPER" }))).toEqual(OTHER_INPUT);
      expect(refusalOf(await create(admin, { idempotencyKey, permissions: [] }))).toEqual(OTHER_INPUT);
    });

    it("is for whoever may issue tokens, and FORBIDDEN for others", async () => {
      const { client } = await gateway.organization();
      for (const role of [Role.ADMIN, Role.OWNER]) {
        const sender = await client(role);
        const idempotencyKey = newKey();
        const first = payloadOf(await create(sender, { idempotencyKey }));
        expect(payloadOf(await create(sender, { idempotencyKey }))).toEqual({ ...first, replayed: true });
      }
      for (const role of [Role.VIEWER, Role.DEVELOPER]) {
        const answer = await create(await client(role), { idempotencyKey: newKey() });
        expect(refusalOf(answer)).toEqual({ code: "FORBIDDEN" });
      }
    });
  });
});
