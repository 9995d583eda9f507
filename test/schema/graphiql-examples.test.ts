import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { examplesFor } from "../../src/console/graphiql/examples.js";
import { DATABASE_KINDS } from "../support/databases/databases.js";
import { startTestGateway, type TestGateway } from "../support/gateway/gateway.js";

const ROLES = ["viewer", "developer", "admin", "owner"] as const;

describe.each(DATABASE_KINDS)("GraphiQL's examples (%s)", (kind) => {
  let gateway: TestGateway;
  beforeAll(async () => {
    gateway = await startTestGateway(kind);
  });
  afterAll(() => gateway.stop());

  it.each(ROLES)("each that a %s sees works as it stands", async (role) => {
    const { [role]: client } = await gateway.organization();
    const { viewer } = await client.ok("{ viewer { permissions } }");
    const examples = examplesFor(viewer.permissions);
    expect(examples.length).toBe({ viewer: 1, developer: 3, admin: 4, owner: 4 }[role]);
    for (const { query, variables } of examples) {
      const { errors } = await client.send(query, JSON.parse(variables ?? "{}"));
      expect(errors, query).toEqual([]);
    }
  });
});
