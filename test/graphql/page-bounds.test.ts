import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DATABASE_KINDS } from "../support/databases/databases.js";
import { startTestGateway, type TestGateway } from "../support/gateway/gateway.js";
import { sendListing } from "../support/organization/listing.js";
import { refusalOf } from "../support/organization/oauth-applications.js";

describe.each(DATABASE_KINDS)("bounds of pages on %s", (kind) => {
  let gateway: TestGateway;

  beforeAll(async () => {
    gateway = await startTestGateway(kind);
  });
  afterAll(() => gateway.stop());

  it.each([
    [{ first: 0 }, "first"],
    [{ first: -1 }, "first"],
    [{ first: 101 }, "first"],
    [{ last: 0 }, "last"],
    [{ last: -2_147_483_648 }, "last"],
    [{ last: 101 }, "last"],
    [{ first: 1, last: 1 }, "last"],
  ])("refuses %j and names the argument", async (args, field) => {
    const { viewer: client } = await gateway.organization();
    const refusal = refusalOf(await sendListing(client, args));
    expect(refusal).toMatchObject({ code: "BAD_USER_INPUT", field });
    if (Object.keys(args).length === 1) expect(refusal.limit).toBe(Object.values(args)[0] === 101 ? 100 : 1);
  });

  it("counts a negative page as no credit for an expensive one beside it", async () => {
    const { admin } = await gateway.organization();
    const answer = await admin.send(`{
      credit: oauthApplications(first: -100000) { nodes { id } }
      expensive: oauthApplications(first: 100) { nodes { auditEvents(first: 100) { nodes { id } } } }
    }`);
    expect(answer.data).toBeUndefined();
    expect(answer.errors[0]?.extensions).toMatchObject({ code: "GRAPHQL_VALIDATION_FAILED", limit: 10_000 });
  });

  it("pages API tokens and audit events as well", async () => {
    const { owner, developer } = await gateway.organization();
    for (const name of ["a", "b"]) await developer.createApplication({ name });
    for (const [field, total] of [
      ["apiTokens", 4],
      ["auditEvents", 7],
    ] as const) {
      const query = `query ($first: Int, $after: String) { ${field}(first: $first, after: $after) {
        totalCount edges { cursor node { id } } pageInfo { hasNextPage } } }`;
      const whole = (await owner.ok(query, { first: 100 }))[field];
      expect(whole.totalCount).toBe(total);
      const ids = whole.edges.map(({ node }: { node: { id: string } }) => node.id);
      expect(ids).toEqual(ids.toSorted().reverse());
      const rest = (await owner.ok(query, { first: 100, after: whole.edges[1].cursor }))[field];
      expect(rest).toEqual({ ...whole, edges: whole.edges.slice(2) });
      expect(refusalOf(await owner.send(query, { first: 101 }))).toMatchObject({ field: "first", limit: 100 });
      expect(refusalOf(await owner.send(query, { after: "x" }))).toMatchObject({
        code: "BAD_USER_INPUT",
        field: "after",
      });
    }
  });
});
