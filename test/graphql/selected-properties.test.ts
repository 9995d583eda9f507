import { type GraphQLObjectType, getNamedType, isCompositeType, isRequiredArgument } from "graphql";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createSchema } from "../../src/graphql/schema.js";
import { DATABASE_KINDS } from "../support/databases/databases.js";
import { startTestGateway, type TestGateway } from "../support/gateway/gateway.js";
import type { GraphqlClient } from "../support/gateway/graphql-client.js";

/** The first is interpreted, the others compiled. */
const TIMES = 3;

const schema = await createSchema();
const FIELDS = Object.values((schema.getType("OAuthApplication") as GraphQLObjectType).getFields()).map(
  ({ name, type, args }) => {
    expect(args.some(isRequiredArgument)).toBe(false);
    return isCompositeType(getNamedType(type)) ? `${name} { __typename }` : name;
  },
);

describe.each(DATABASE_KINDS)("of a list of applications on %s", (kind) => {
  let gateway: TestGateway;
  let owner: GraphqlClient;
  let id: string;

  beforeAll(async () => {
    gateway = await startTestGateway(kind);
    ({ owner } = await gateway.organization());
    const application = await owner.createApplication({ name: "Whole", scopes: ["read"], description: "All of it." });
    id = application.id;
    await owner.rotate(id, { previousSecret: "KEEP" });
  });
  afterAll(() => gateway.stop());

  async function sameEachTime(query: string, variables?: object) {
    const answers = [];
    for (let time = 0; time < TIMES; time++) answers.push(await owner.ok(query, { ...variables }));
    for (const answer of answers) expect(answer).toEqual(answers[0]);
    return answers[0];
  }

  it.each(FIELDS)("%s can be asked for alone, and is what the application itself says", async (field) => {
    const { oauthApplication } = await owner.ok(`query ($id: ID!) { oauthApplication(id: $id) { ${field} } }`, { id });
    const { oauthApplications } = await sameEachTime(
      `{ oauthApplications { nodes { ${field} } edges { node { ${field} } } } }`,
    );
    expect(oauthApplications).toEqual({ nodes: [oauthApplication], edges: [{ node: oauthApplication }] });
  });

  it("fields are found in fragments, behind conditions, under aliases and in merged selections", async () => {
    const query = `
      query ($on: Boolean!) {
        oauthApplications { nodes { ...Named } }
        oauthApplications { edges { node { ... on Node { id } also: scopes } } nodes { description @include(if: $on) } }
        other: oauthApplications { ...Rows @skip(if: $on) nodes { __typename } }
      }
      fragment Named on OAuthApplication { title: name ... @include(if: $on) { ...Owned } }
      fragment Owned on OAuthApplication { organization { id } createdBy { kind } }
      fragment Rows on OAuthApplicationConnection { nodes { redirectUris } totalCount }`;
    const on = await sameEachTime(query, { on: true });
    expect(on.oauthApplications.edges).toEqual([{ node: { id, also: ["read"] } }]);
    expect(on.oauthApplications.nodes).toEqual([
      {
        title: "Whole",
        description: "All of it.",
        organization: { id: expect.stringMatching(/^org_/) },
        createdBy: { kind: "API_TOKEN" },
      },
    ]);
    expect(on.other).toEqual({ nodes: [{ __typename: "OAuthApplication" }] });
    const off = await sameEachTime(query, { on: false });
    expect(off.oauthApplications.nodes).toEqual([{ title: "Whole" }]);
    expect(off.other.totalCount).toBe(1);
    expect(Object.keys(off.other.nodes[0])).toEqual(["redirectUris", "__typename"]);
  });

  it.each(["CREATED_AT", "UPDATED_AT", "NAME"])(
    "pages go on in the order of %s, which is not asked for",
    async (order) => {
      const { owner: other } = await gateway.organization();
      for (const name of ["b", "a", "c"]) await other.createApplication({ name });
      const query = `query ($after: String) {
      oauthApplications(first: 1, after: $after, orderBy: { field: ${order}, direction: DESC }) {
        nodes { id } pageInfo { endCursor hasNextPage }
      }
    }`;
      const found = [];
      let after: string | null = null;
      do {
        const { oauthApplications } = await other.ok(query, { after });
        found.push(oauthApplications.nodes[0].id);
        after = oauthApplications.pageInfo.hasNextPage ? oauthApplications.pageInfo.endCursor : null;
      } while (after);
      const whole = await other.ok(
        `{ oauthApplications(orderBy: { field: ${order}, direction: DESC }) { nodes { id name updatedAt } } }`,
      );
      expect(found).toEqual(whole.oauthApplications.nodes.map((node: { id: string }) => node.id));
    },
  );
});
