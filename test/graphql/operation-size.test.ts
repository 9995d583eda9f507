import { type GraphQLSchema, parse } from "graphql";
import { beforeAll, describe, expect, it } from "vitest";
import { isWorthCompiling } from "../../src/graphql/operation-size.js";
import { createSchema } from "../../src/graphql/schema.js";

describe("an operation", () => {
  let schema: GraphQLSchema;

  beforeAll(async () => {
    schema = await createSchema();
  });

  const isCompiled = (document: string, operationName: string | null = null) =>
    isWorthCompiling(parse(document), operationName, schema);
  const times = (count: number, part: (index: number) => string) => Array.from({ length: count }, (_, i) => part(i));

  it("is compiled when it is what clients ask all day", () => {
    expect(
      isCompiled(`{ oauthApplications(first: 50) { totalCount pageInfo { hasNextPage endCursor } edges { cursor node {
        id clientId name enabled redirectUris createdAt organization { name } secrets { id hint status expiresAt } } } } }`),
    ).toBe(true);
  });

  it("is interpreted when it calls a field by a name that objects of JavaScript do not take", () => {
    expect(isCompiled("{ oauthApplications { nodes { proto: name } } }")).toBe(true);
    expect(isCompiled("{ oauthApplications { nodes { __proto__: name } } }")).toBe(false);
  });

  it("is interpreted with more than 100 fields", () => {
    expect(isCompiled(`{ ${times(100, (index) => `a${index}: __typename`).join(" ")} }`)).toBe(true);
    expect(isCompiled(`{ ${times(101, (index) => `a${index}: __typename`).join(" ")} }`)).toBe(false);
  });

  it("is interpreted when its fragments have so many", () => {
    const fragment = "fragment F on OAuthApplication { id name clientId createdAt updatedAt }";
    const asked = (count: number) =>
      `{ ${times(count, (index) => `a${index}: oauthApplication(id: "app_") { ...F }`).join(" ")} } ${fragment}`;
    expect(isCompiled(asked(16))).toBe(true);
    expect(isCompiled(asked(17))).toBe(false);
  });

  it("is interpreted when fragments within fragments multiply", () => {
    const doubled = times(30, (index) => `fragment F${index} on Viewer { ...F${index + 1} ...F${index + 1} }`);
    expect(isCompiled(`{ viewer { ...F0 } } ${doubled.join(" ")} fragment F30 on Viewer { role }`)).toBe(false);
  });

  it("counts what stands below a node once for each type that a node can be", () => {
    const asked = (count: number) => `{ node(id: "app_") { ${times(count, (index) => `a${index}: id`).join(" ")} } }`;
    expect(isCompiled(asked(10))).toBe(true);
    expect(isCompiled(asked(30))).toBe(false);
  });

  it("is interpreted when it changes something, whose order has to be kept", () => {
    expect(isCompiled('mutation { deleteOAuthApplication(input: { oauthApplicationId: "app_" }) { deletedId } }')).toBe(
      false,
    );
  });

  it("is interpreted with a condition on a fragment, of which graphql-jit would heed one only", () => {
    const spread = (on: string) => `query ($x: Boolean!) { viewer { role ${on} } }`;
    expect(isCompiled(spread("... @include(if: $x) { permissions }"))).toBe(false);
    expect(isCompiled(`${spread("...F @skip(if: $x)")} fragment F on Viewer { permissions }`)).toBe(false);
    expect(isCompiled(`${spread("...F")} fragment F on Viewer { permissions @skip(if: $x) }`)).toBe(true);
  });

  it("is judged by itself in a document of several", () => {
    const large = `query Large { ${times(101, (index) => `a${index}: __typename`).join(" ")} }`;
    expect(isCompiled(`query Small { __typename } ${large}`, "Small")).toBe(true);
    expect(isCompiled(`query Small { __typename } ${large}`, "Large")).toBe(false);
  });
});
