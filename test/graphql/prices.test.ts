import "reflect-metadata";
import { type GraphQLSchema, getIntrospectionQuery, getOperationAST, isInputObjectType, parse } from "graphql";
import { beforeAll, describe, expect, it } from "vitest";
import { costOf, FILTER_PRICES } from "../../src/graphql/cost.js";
import { createSchema } from "../../src/graphql/schema.js";

/** Documents and what they cost. */
const PRICES: [what: string, document: string, cost: number][] = [
  ["nothing that is a list", "{ viewer { role } organization { id name } }", 0],
  ["a page", "{ oauthApplications(first: 50) { nodes { id } pageInfo { endCursor } } }", 50],
  [
    "a page with what belongs to its rows",
    "{ oauthApplications(first: 50) { nodes { secrets { id } organization { id } } totalCount } }",
    650,
  ],
  ["a count", "{ oauthApplications(first: 1) { totalCount } }", 101],
  ["a count under two names", "{ oauthApplications(first: 1) { a: totalCount b: totalCount } }", 101],
  [
    "a count in a fragment",
    "{ oauthApplications(first: 1) { ...c } } fragment c on OAuthApplicationConnection { ... { totalCount } }",
    101,
  ],
  [
    "counts of each row",
    "{ oauthApplications(first: 20) { nodes { auditEvents(first: 1) { totalCount } } } }",
    20 * 102,
  ],
  ["a search", '{ oauthApplications(first: 10, filter: {query: "a"}) { nodes { id } } }', 510],
  ["a search and its count", '{ oauthApplications(first: 10, filter: {query: "a"}) { totalCount } }', 1110],
  [
    "a condition that no index answers",
    "{ oauthApplications(first: 10, filter: {enabled: false}) { nodes { id } } }",
    510,
  ],
  [
    "three of them",
    "{ oauthApplications(first: 10, filter: {enabled: false, public: true, grantType: REFRESH_TOKEN}) { nodes { id } } }",
    1510,
  ],
  [
    "conditions that are null",
    "{ oauthApplications(first: 10, filter: {enabled: null, query: null}) { nodes { id } } }",
    10,
  ],
  [
    "a condition on secrets",
    "{ oauthApplications(first: 1, filter: {hasRotatedSecret: true}) { nodes { id } } }",
    1001,
  ],
  [
    "a condition on secrets, counted",
    "{ oauthApplications(first: 1, filter: {hasRotatedSecret: true}) { totalCount } }",
    2101,
  ],
  [
    "secrets that are old",
    '{ oauthApplications(first: 1, filter: {secretCreatedBefore: "2026-01-01T00:00:00Z"}) { nodes { id } } }',
    1001,
  ],
  [
    "overlaps that end",
    '{ oauthApplications(first: 1, filter: {rotationEndsBefore: "2026-01-01T00:00:00Z"}) { nodes { id } } }',
    501,
  ],
  [
    "events that an index finds",
    '{ auditEvents(first: 10, filter: {action: "a", since: "2026-01-01T00:00:00Z"}) { nodes { id } } }',
    10,
  ],
  [
    "events about one thing",
    '{ auditEvents(first: 10, filter: {targetId: "a", until: "2026-01-01T00:00:00Z"}) { nodes { id } } }',
    10,
  ],
  [
    "events of one kind about one thing",
    '{ auditEvents(first: 10, filter: {targetId: "a", action: "a"}) { nodes { id } } }',
    510,
  ],
  ["events of one actor", '{ auditEvents(first: 10, filter: {actorId: "a"}) { nodes { id } } }', 510],
];

describe("the cost of an operation", () => {
  let schema: GraphQLSchema;

  beforeAll(async () => {
    schema = await createSchema();
  });

  const costing = (text: string, variables: Record<string, unknown> = {}) => {
    const document = parse(text);
    return costOf(schema, document, getOperationAST(document) as never, variables);
  };

  it.each(PRICES)("is right for %s", (_what, document, cost) => {
    expect(costing(document)).toBe(cost);
  });

  it("knows every condition of every filter", () => {
    const filters = Object.values(schema.getTypeMap()).filter(({ name }) => name.endsWith("Filter"));
    const conditions = filters.flatMap((filter) => (isInputObjectType(filter) ? Object.keys(filter.getFields()) : []));
    expect(conditions.toSorted()).toEqual(Object.keys(FILTER_PRICES).toSorted());
  });

  it("is the same for a condition in a variable, whose text does not matter and whose absence does", () => {
    const search = "query ($text: String) { oauthApplications(first: 10, filter: {query: $text}) { nodes { id } } }";
    expect([costing(search, { text: "a" }), costing(search, { text: null }), costing(search)]).toEqual([510, 10, 10]);
  });

  it("is that of a whole schema for whoever asks for it, and of the largest type for each type", () => {
    const standard = costing(getIntrospectionQuery({ inputValueDeprecation: true }));
    expect(standard).toBeGreaterThan(1000);
    expect(standard).toBeLessThanOrEqual(2000);
    const one = "__schema { types { name fields { name type { name } } } }";
    const twenty = Array.from({ length: 20 }, (_, index) => `s${index}: ${one}`).join(" ");
    expect(costing(`{ ${twenty} }`)).toBe(20 * costing(`{ ${one} }`));
    expect(costing('{ __type(name: "OAuthApplication") { fields { name } } }')).toBeGreaterThan(35);
    expect(costing("{ __schema { queryType { name } } }")).toBeLessThan(5);
  });

  it("multiplies what introspection nests", () => {
    const nested = "{ __schema { types { fields { type { fields { type { name } } } } } } }";
    expect(costing(nested)).toBeGreaterThan(2 * costing("{ __schema { types { fields { type { name } } } } }"));
  });

  it.each([
    ["in a directive", "query ($yes: Boolean = true) { viewer @include(if: $yes) { role } }", { yes: null }],
    ["in an argument", 'query ($name: String = "A") { __type(name: $name) { name } }', { name: null }],
    [
      "in an input",
      'mutation ($id: ID = "a") { rotateSecret(input: {oauthApplicationId: $id}) { clientSecret } }',
      { id: null },
    ],
  ])("is none where null takes the place of a default %s: the argument is refused", (_where, document, variables) => {
    expect(() => costing(document, variables)).toThrow(
      expect.objectContaining({
        message: expect.stringMatching(/^Argument "\w+" /),
        extensions: expect.objectContaining({ code: "BAD_USER_INPUT" }),
      }),
    );
  });

  it("is none for more selections than are counted", () => {
    const fragments = Array.from(
      { length: 12 },
      (_, level) => `fragment f${level} on Query { ...f${level + 1} ...f${level + 1} }`,
    );
    expect(() => costing(`{ ...f0 } ${fragments.join(" ")} fragment f12 on Query { viewer { role } }`)).toThrow(
      expect.objectContaining({ message: "The operation has too many selections; the limit is 5000." }),
    );
  });
});
