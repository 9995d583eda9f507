import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DATABASE_KINDS } from "../support/databases/databases.js";
import { startTestGateway, type TestGateway } from "../support/gateway/gateway.js";
import type { GraphqlClient } from "../support/gateway/graphql-client.js";
import { haveTime } from "../support/gateway/have-time.js";
import { metricValue, WITH_METRICS } from "../support/gateway/metrics.js";

/** Authentication, applications, count, secrets, organization, creators. */
const MOST = 6;

const LIST = `query ($first: Int) {
  oauthApplications(first: $first) {
    totalCount
    nodes {
      id name clientSecretHint hasRotatedSecret
      secrets { id hint status expiresAt }
      organization { id name }
      createdBy { id kind name }
    }
    pageInfo { hasNextPage endCursor }
  }
}`;

describe.each(DATABASE_KINDS)("the statements of one request on %s", (kind) => {
  haveTime();
  let gateway: TestGateway;

  beforeAll(async () => {
    gateway = await startTestGateway(kind, { env: WITH_METRICS });
  });
  afterAll(() => gateway.stop());

  const statements = () => metricValue(gateway, "gateway_database_statements_total");

  async function statementsOf<T>(work: () => Promise<T>): Promise<{ count: number; result: T }> {
    const before = await statements();
    const result = await work();
    return { count: (await statements()) - before, result };
  }

  /** Applications of several creators, every second one with two secrets. */
  async function createApplications(creators: GraphqlClient[], count: number): Promise<void> {
    const create = async (index: number) => {
      const creator = creators[index % creators.length] as GraphqlClient;
      const { id } = await creator.createApplication({ name: `Application ${index}` });
      if (index % 2 === 0) await creator.rotate(id);
    };
    for (let index = 0; index < count; index += 10) {
      await Promise.all(Array.from({ length: Math.min(10, count - index) }, (_, next) => create(index + next)));
    }
  }

  it("are counted one by one", async () => {
    const { viewer } = await gateway.organization();
    expect((await statementsOf(() => viewer.ok("{ __typename }"))).count).toBe(1);
    expect((await statementsOf(() => viewer.ok("{ organization { id } }"))).count).toBe(2);
  });

  it("are at most 6 for 100 applications, and as many for 10", async () => {
    const { admin, developer, owner } = await gateway.organization();
    await createApplications([admin, developer, owner], 100);
    const ten = await statementsOf(() => admin.ok(LIST, { first: 10 }));
    const hundred = await statementsOf(() => admin.ok(LIST, { first: 100 }));
    const { nodes, totalCount } = hundred.result.oauthApplications;
    expect([nodes.length, totalCount, ten.result.oauthApplications.nodes.length]).toEqual([100, 100, 10]);
    expect(nodes.filter((node: { hasRotatedSecret: boolean }) => node.hasRotatedSecret)).toHaveLength(50);
    expect(new Set(nodes.map((node: { createdBy: { name: string } }) => node.createdBy.name)).size).toBe(3);
    expect(hundred.count).toBeLessThanOrEqual(MOST);
    expect(hundred.count).toBe(ten.count);
  });

  it("are none for what is refused before it is asked", async () => {
    const { developer, viewer } = await gateway.organization();
    await createApplications([developer], 10);
    const { count } = await statementsOf(() => viewer.send(LIST.replace(/organization .*\n/, ""), { first: 10 }));
    // Authentication, applications and their count; neither secrets nor creators.
    expect(count).toBe(3);
  });

  it("are none more for what is told of contested secrets", async () => {
    const { developer } = await gateway.organization();
    await createApplications([developer], 3);
    const contested = "{ oauthApplications { nodes { secrets { id } secretContestedAt } } }";
    const without = await statementsOf(() => developer.ok(contested.replace("secretContestedAt", "")));
    expect((await statementsOf(() => developer.ok(contested))).count).toBe(without.count);
  });

  it("do not grow with the number of tokens and events", async () => {
    const { admin } = await gateway.organization();
    const query = `query ($first: Int) {
      apiTokens(first: $first) { totalCount nodes { id createdBy { name } } }
      auditEvents(first: $first) { totalCount nodes { id actor { name } } }
    }`;
    const issue = () => admin.ok('mutation { createApiToken(input: { name: "One", role: VIEWER }) { token } }');
    await Promise.all(Array.from({ length: 30 }, issue));
    const [few, many] = [
      await statementsOf(() => admin.ok(query, { first: 2 })),
      await statementsOf(() => admin.ok(query, { first: 30 })),
    ];
    expect(many.result.apiTokens.nodes).toHaveLength(30);
    expect(many.count).toBe(few.count);
    expect(many.count).toBeLessThanOrEqual(MOST);
  });
});
