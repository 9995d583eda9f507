import "reflect-metadata";
import {
  buildSchema,
  GraphQLError,
  type GraphQLSchema,
  getIntrospectionQuery,
  getNamedType,
  getOperationAST,
  isInputObjectType,
  isIntrospectionType,
  isLeafType,
  isObjectType,
  type OperationDefinitionNode,
  parse,
} from "graphql";
import { beforeAll, describe, expect, it } from "vitest";
import { costOf, FILTER_PRICES, LOADED_VALUES } from "../../src/graphql/cost.js";
import { createSchema } from "../../src/graphql/schema.js";
import { valuesOf } from "../support/schema/values-of.mjs";

/** Every value of an application, and of what belongs to it. */
const SCALARS = valuesOf("OAuthApplication");
const SECRETS = `secrets { ${valuesOf("ClientSecret")} }`;
const ORGANIZATION = `organization { ${valuesOf("Organization")} }`;

const times = (count: number, field: string) => Array.from({ length: count }, (_, n) => `f${n}: ${field}`).join(" ");

/** Documents and what they cost. */
const PRICES: [what: string, document: string, cost: number][] = [
  ["two objects with a value or two", "{ viewer { role } organization { id name } }", 3],
  ["one object under many names", `{ ${times(20, "organization { id }")} }`, 22],
  ["one value under many names", `{ organization { ${times(30, "name")} } }`, 4],
  ["a page", "{ oauthApplications(first: 50) { nodes { id } } }", 60],
  ["a page and where it lies", "{ oauthApplications(first: 50) { nodes { id } pageInfo { endCursor } } }", 70],
  ["a page of which nothing is shown", "{ oauthApplications(first: 50) { pageInfo { endCursor } } }", 55],
  ["a page by edges", "{ oauthApplications(first: 50) { edges { cursor node { id } } } }", 70],
  [
    "a page by edges and by nodes",
    "{ oauthApplications(first: 50) { edges { cursor node { id } } nodes { id } } }",
    125,
  ],
  [
    "one value of many objects under many names",
    `{ oauthApplications(first: 100) { nodes { ${times(30, "name")} } } }`,
    405,
  ],
  [
    "one object of many under many names",
    `{ oauthApplications(first: 100) { nodes { ${times(30, "organization { id }")} } } }`,
    3405,
  ],
  [
    "values that are read elsewhere",
    "{ oauthApplications(first: 100) { nodes { clientSecretHint hasRotatedSecret } } }",
    305,
  ],
  ["lists that come whole", "{ oauthApplications(first: 100) { nodes { redirectUris scopes } } }", 2105],
  ["a list of small objects", "{ oauthApplications(first: 100) { nodes { secrets { id } } } }", 1105],
  ["a list of large objects", `{ oauthApplications(first: 100) { nodes { secrets { ${times(30, "id")} } } } }`, 2105],
  ["who uses each secret", "{ oauthApplications(first: 50) { nodes { secrets { usedFrom { count } } } } }", 3055],
  ["pages in a page", "{ oauthApplications(first: 100) { nodes { auditEvents(first: 1) { nodes { id } } } } }", 715],
  [
    "what fits on a screen",
    `{ oauthApplications(first: 50) { edges { cursor node { ${SCALARS} dialectSettings clientSecretHint hasRotatedSecret ${SECRETS} ${ORGANIZATION} } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } totalCount } }`,
    1020,
  ],
  [
    "all that can be asked of as many pages as possible",
    `{ ${times(10, `oauthApplications(first: 100) { edges { cursor node { ${SCALARS} ${ORGANIZATION} } } nodes { ${SCALARS} } }`)} }`,
    8450,
  ],
  [
    "a page with what belongs to its rows",
    "{ oauthApplications(first: 50) { nodes { secrets { id } organization { id } } totalCount } }",
    715,
  ],
  ["a mutation", 'mutation { deleteOAuthApplication(input: {oauthApplicationId: "a"}) { deletedId } }', 252],
  [
    "a mutation whose secret may be sealed",
    'mutation { rotateSecret(input: {oauthApplicationId: "a"}) { clientSecret shown: sealedClientSecret } }',
    502,
  ],
  [
    "a mutation whose token may be sealed",
    'mutation { createApiToken(input: {name: "a", role: VIEWER}) { sealedToken } }',
    501,
  ],
  [
    "a mutation whose answer is long",
    'mutation { updateOAuthApplication(input: {oauthApplicationId: "a"}) { oauthApplication { auditEvents(first: 100) { nodes { id } } } } }',
    367,
  ],
  [
    "many mutations",
    `mutation { ${times(20, 'deleteOAuthApplication(input: {oauthApplicationId: "a"}) { deletedId }')} }`,
    5022,
  ],
  [
    "a mutation in a fragment",
    'mutation { ...d __typename } fragment d on Mutation { deleteOAuthApplication(input: {oauthApplicationId: "a"}) { deletedId } }',
    252,
  ],
  ["a count", "{ oauthApplications(first: 1) { totalCount } }", 106],
  ["a count under two names", "{ oauthApplications(first: 1) { a: totalCount b: totalCount } }", 106],
  [
    "a count in a fragment",
    "{ oauthApplications(first: 1) { ...c } } fragment c on OAuthApplicationConnection { ... { totalCount } }",
    106,
  ],
  [
    "counts of each row",
    "{ oauthApplications(first: 20) { nodes { auditEvents(first: 1) { totalCount } } } }",
    5 + 20 * 107,
  ],
  ["a search", '{ oauthApplications(first: 10, filter: {query: "a"}) { nodes { id } } }', 516],
  ["a search and its count", '{ oauthApplications(first: 10, filter: {query: "a"}) { totalCount } }', 1115],
  ["a condition", "{ oauthApplications(first: 10, filter: {enabled: false}) { nodes { id } } }", 516],
  [
    "three of them",
    "{ oauthApplications(first: 10, filter: {enabled: false, public: true, grantType: REFRESH_TOKEN}) { nodes { id } } }",
    1516,
  ],
  [
    "conditions that are null",
    "{ oauthApplications(first: 10, filter: {enabled: null, query: null}) { nodes { id } } }",
    16,
  ],
  ["a condition on secrets", "{ oauthApplications(first: 1, filter: {hasRotatedSecret: true}) { nodes { id } } }", 507],
  [
    "a condition on secrets, counted",
    "{ oauthApplications(first: 1, filter: {hasRotatedSecret: true}) { totalCount } }",
    1106,
  ],
  [
    "the same, and whether it was counted to the end",
    "{ oauthApplications(first: 1, filter: {hasRotatedSecret: true}) { totalCount totalCountIsExact } }",
    1106,
  ],
  ["whether a list can be counted to the end", "{ members(first: 1) { totalCountIsExact } }", 106],
  [
    "secrets that are old",
    '{ oauthApplications(first: 1, filter: {secretCreatedBefore: "2026-01-01T00:00:00Z"}) { nodes { id } } }',
    507,
  ],
  [
    "overlaps that end",
    '{ oauthApplications(first: 1, filter: {rotationEndsBefore: "2026-01-01T00:00:00Z"}) { nodes { id } } }',
    507,
  ],
  [
    "events that an index finds",
    '{ auditEvents(first: 10, filter: {action: "a", since: "2026-01-01T00:00:00Z"}) { nodes { id } } }',
    16,
  ],
  [
    "events about one thing",
    '{ auditEvents(first: 10, filter: {targetId: "a", until: "2026-01-01T00:00:00Z"}) { nodes { id } } }',
    16,
  ],
  [
    "events of one kind about one thing",
    '{ auditEvents(first: 10, filter: {targetId: "a", action: "a"}) { nodes { id } } }',
    516,
  ],
  [
    "an application's events of one time",
    '{ oauthApplication(id: "a") { auditEvents(first: 10, filter: {since: "2026-01-01T00:00:00Z"}) { nodes { id } } } }',
    17,
  ],
  [
    "an application's events of one kind",
    '{ oauthApplication(id: "a") { auditEvents(first: 10, filter: {action: "a"}) { nodes { id } } } }',
    517,
  ],
  ["events of one actor", '{ auditEvents(first: 10, filter: {actorId: "a"}) { nodes { id } } }', 16],
  [
    "events of one kind by one actor",
    '{ auditEvents(first: 10, filter: {actorId: "a", action: "a"}) { nodes { id } } }',
    516,
  ],
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

  it("knows every value that is not read with its object", () => {
    const loaded = Object.values(schema.getTypeMap()).flatMap((type) =>
      isObjectType(type) && !isIntrospectionType(type)
        ? Object.values(type.getFields()).filter((field) => isLeafType(getNamedType(field.type)) && field.resolve)
        : [],
    );
    const derived = [
      "contestedAt",
      "createdAt",
      "createdByViewer",
      "pending",
      "permissions",
      "totalCount",
      "totalCountIsExact",
      "uuid",
    ];
    expect(new Set([...LOADED_VALUES, ...derived])).toEqual(new Set(loaded.map(({ name }) => name)));
  });

  it("is the same for a condition in a variable, whose text does not matter and whose absence does", () => {
    const search = "query ($text: String) { oauthApplications(first: 10, filter: {query: $text}) { nodes { id } } }";
    expect([costing(search, { text: "a" }), costing(search, { text: null }), costing(search)]).toEqual([516, 16, 16]);
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

  it("is none where the formula itself fails, which is nobody's mistake but ours", () => {
    const strange = buildSchema(
      "type Query { strange(first: String): StrangeConnection } type StrangeConnection { id: ID }",
    );
    const document = parse('{ strange(first: "x") { id } }');
    const operation = getOperationAST(document) as OperationDefinitionNode;
    expect(() => costOf(strange, document, operation, {})).toThrow(
      expect.toSatisfy((error) => !(error instanceof GraphQLError)),
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
