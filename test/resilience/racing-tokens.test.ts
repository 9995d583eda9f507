import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DATABASE_KINDS } from "../support/databases/databases.js";
import { startTestGateway, type TestGateway } from "../support/gateway/gateway.js";
import { GraphqlClient } from "../support/gateway/graphql-client.js";
import { revokeToken, spawnTokens } from "../support/oauth/token-race.js";

describe.each(DATABASE_KINDS)("API tokens issued while their issuer is revoked on %s", (kind) => {
  let gateway: TestGateway;

  beforeAll(async () => {
    gateway = await startTestGateway(kind);
  });
  afterAll(() => gateway.stop());

  it("never survive it, in any generation", async () => {
    const { owner } = await gateway.organization();
    for (let round = 0; round < 4; round++) {
      const [parent] = await spawnTokens(owner, 1);
      if (!parent) throw new Error("no parent");
      const issuer = new GraphqlClient(gateway.url, parent.token);
      const [firstborn] = await spawnTokens(issuer, 1);
      if (!firstborn) throw new Error("no child");
      const [early, revoked, late] = await Promise.all([
        spawnTokens(issuer, 10, (client) => spawnTokens(client, 2)),
        // Every round leaves the issuing a little more time.
        new Promise((resolve) => setTimeout(resolve, round * 10)).then(() => revokeToken(owner, parent.id)),
        spawnTokens(new GraphqlClient(gateway.url, firstborn.token), 10),
      ]);
      expect(revoked.errors).toEqual([]);
      const tokens = [parent, firstborn, ...early, ...late].map(({ token }) => token);
      expect(new Set(tokens).size).toBe(tokens.length);
      for (const token of tokens) {
        const { errors } = await new GraphqlClient(gateway.url, token).send("{ viewer { role } }");
        expect(errors[0]?.extensions.code).toBe("UNAUTHENTICATED");
      }
      const alive = await gateway.database.query(
        `SELECT id FROM api_tokens WHERE revoked_at IS NULL AND name = 'Spawned' ORDER BY id`,
      );
      expect(alive).toEqual([]);
    }
  });

  it("are revoked once when 20 ask for it at the same moment", async () => {
    const { owner } = await gateway.organization();
    const [token] = await spawnTokens(owner, 1);
    const answers = await Promise.all(Array.from({ length: 20 }, () => revokeToken(owner, token?.id ?? "")));
    expect(answers.filter(({ errors }) => errors.length === 0)).toHaveLength(1);
    const { auditEvents } = await owner.ok(
      "query ($filter: AuditEventFilter) { auditEvents(filter: $filter) { nodes { action } } }",
      { filter: { targetId: token?.id } },
    );
    expect(auditEvents.nodes).toEqual([{ action: "api_token.revoked" }, { action: "api_token.created" }]);
  });
});
