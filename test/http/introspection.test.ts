import { getIntrospectionQuery } from "graphql";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startTestGateway, type TestGateway, type TestOrganization } from "../support/gateway/gateway.js";
import { GraphqlClient } from "../support/gateway/graphql-client.js";
import { expectNothingOfTheInside, MARKER } from "../support/gateway/http-exchange.js";

const SCHEMA = "{ __schema { queryType { name } } }";
const TYPE = '{ __type(name: "OAuthApplication") { name } }';

/** Every root field, with arguments that an actor could send. */
const ROOT_FIELDS: [name: string, document: string][] = [
  ["viewer", "{ viewer { role } }"],
  ["memberships", "{ memberships { role } }"],
  ["organization", "{ organization { id } }"],
  ["node", '{ node(id: "app_0000000000000000000000") { id } }'],
  ["oauthApplication", '{ oauthApplication(id: "app_0000000000000000000000") { id } }'],
  ["oauthApplications", "{ oauthApplications { totalCount } }"],
  ["apiTokens", "{ apiTokens { totalCount } }"],
  ["members", "{ members { totalCount } }"],
  ["addMember", 'mutation { addMember(input: {subject: "x", role: VIEWER}) { __typename } }'],
  ["updateMember", 'mutation { updateMember(input: {memberId: "x", role: VIEWER}) { __typename } }'],
  ["removeMember", 'mutation { removeMember(input: {memberId: "x"}) { removedId } }'],
  ["auditEvents", "{ auditEvents { totalCount } }"],
  ["createOAuthApplication", 'mutation { createOAuthApplication(input: {name: "x"}) { clientSecret } }'],
  ["updateOAuthApplication", 'mutation { updateOAuthApplication(input: {oauthApplicationId: "x"}) { __typename } }'],
  ["deleteOAuthApplication", 'mutation { deleteOAuthApplication(input: {oauthApplicationId: "x"}) { deletedId } }'],
  ["rotateSecret", 'mutation { rotateSecret(input: {oauthApplicationId: "x"}) { clientSecret } }'],
  ["updateSecretRotation", 'mutation { updateSecretRotation(input: {oauthApplicationId: "x"}) { __typename } }'],
  ["completeSecretRotation", 'mutation { completeSecretRotation(input: {oauthApplicationId: "x"}) { __typename } }'],
  ["cancelSecretRotation", 'mutation { cancelSecretRotation(input: {oauthApplicationId: "x"}) { __typename } }'],
  ["createApiToken", 'mutation { createApiToken(input: {name: "x", role: VIEWER}) { token } }'],
  ["revokeApiToken", 'mutation { revokeApiToken(input: {apiTokenId: "x"}) { __typename } }'],
  ["updateOrganization", 'mutation { updateOrganization(input: {name: "x"}) { __typename } }'],
];

describe.each(["authenticated", "open", "off"])("with INTROSPECTION=%s", (introspection) => {
  let gateway: TestGateway;
  let organization: TestOrganization;

  beforeAll(async () => {
    gateway = await startTestGateway("sqlite", { env: { INTROSPECTION: introspection } });
    organization = await gateway.organization();
  });
  afterAll(() => gateway.stop());

  it.each([SCHEMA, TYPE])(`${introspection === "off" ? "refuses" : "answers"} an actor who asks %s`, async (query) => {
    const { errors, data } = await organization.viewer.send(query);
    if (introspection !== "off") {
      expect(errors).toEqual([]);
      expect(data).toBeTruthy();
      return;
    }
    expect(errors).toMatchObject([{ extensions: { code: "GRAPHQL_VALIDATION_FAILED" } }]);
    expect(data ?? null).toBeNull();
    expectNothingOfTheInside(JSON.stringify(errors));
  });

  const MISSPELT: [document: string, variables: Record<string, unknown>, suggestion: string][] = [
    ["mutation { createOauthApplication { clientSecret } }", {}, 'Did you mean "createOAuthApplication"'],
    ["{ oauthApplications(filter: {querry: 1}) { totalCount } }", {}, 'Did you mean "query"?'],
    [
      "{ oauthApplications(filter: {grantType: CLIENT_CREDENTIAL}) { totalCount } }",
      {},
      'Did you mean the enum value "CLIENT_CREDENTIALS"?',
    ],
    [
      "query ($filter: OAuthApplicationFilter) { oauthApplications(filter: $filter) { totalCount } }",
      { filter: { querry: MARKER } },
      'Did you mean "query"?',
    ],
    [
      "query ($grant: GrantType) { oauthApplications(filter: {grantType: $grant}) { totalCount } }",
      { grant: "CLIENT_CREDENTIAL" },
      'Did you mean the enum value "CLIENT_CREDENTIALS"?',
    ],
  ];

  it.each(MISSPELT)(
    `${introspection === "off" ? "does not suggest" : "suggests"} to an actor what %s meant`,
    async (query, variables, suggestion) => {
      const { errors } = await organization.viewer.send(query, variables);
      const told = errors.map(({ message }) => message).join(" ");
      if (introspection === "off") expect(told).not.toMatch(/did you mean/i);
      else expect(told).toContain(suggestion);
      expectNothingOfTheInside(told);
    },
  );

  it("suggests nothing to who may not introspect for want of a token", async () => {
    const { errors } = await gateway.anonymous.send("{ viewr { role } }");
    const told = errors.map(({ message }) => message).join(" ");
    if (introspection === "open") expect(told).toContain('Did you mean "viewer"?');
    else expect(told).not.toMatch(/did you mean/i);
  });

  it("answers __typename always", async () => {
    expect(await organization.viewer.ok("{ __typename viewer { __typename } }")).toEqual({
      __typename: "Query",
      viewer: { __typename: "Viewer" },
    });
  });

  it.each([SCHEMA, TYPE])(
    `${introspection === "open" ? "answers" : "does not answer"} who sends no token and asks %s`,
    async (query) => {
      const { status, errors, data } = await gateway.anonymous.send(query);
      if (introspection === "open") {
        expect([status, errors]).toEqual([200, []]);
        expect(data).toBeTruthy();
      } else {
        expect([status, errors.map(({ extensions }) => extensions.code)]).toEqual([401, ["UNAUTHENTICATED"]]);
      }
    },
  );

  it.each(ROOT_FIELDS)("answers who sends no token and asks for %s with UNAUTHENTICATED", async (name, query) => {
    const { status, errors, data } = await gateway.anonymous.send(query);
    expect(errors).toMatchObject([
      { message: "A valid API token is required.", extensions: { code: "UNAUTHENTICATED" } },
    ]);
    expect(data?.[name] ?? null).toBeNull();
    expect(status).toBe(introspection === "open" ? 200 : 401);
  });

  it("answers an invalid token with 401, whatever it asks", async () => {
    const stranger = new GraphqlClient(gateway.url, `ogt_${"a".repeat(49)}`);
    for (const query of [SCHEMA, "{ __typename }", "{ viewer { role } }"]) {
      const { status, errors, headers } = await stranger.send(query);
      expect([query, status, errors[0]?.extensions.code]).toEqual([query, 401, "UNAUTHENTICATED"]);
      expect(headers.get("www-authenticate")).toContain('error="invalid_token"');
    }
    for (const authorization of ["", "Bearer", "Basic YTpi"]) {
      const { status } = await gateway.anonymous.send(SCHEMA, undefined, { authorization });
      expect([authorization, status]).toEqual([authorization, 401]);
    }
  });
});

describe("the root fields in this file", () => {
  it("are all that the schema has", async () => {
    const gateway = await startTestGateway("sqlite");
    try {
      const { viewer } = await gateway.organization();
      const data = await viewer.ok(getIntrospectionQuery());
      const roots = data.__schema.types
        .filter(({ name }: { name: string }) => name === "Query" || name === "Mutation")
        .flatMap(({ fields }: { fields: { name: string }[] }) => fields.map(({ name }) => name));
      expect(roots.toSorted()).toEqual(ROOT_FIELDS.map(([name]) => name).toSorted());
    } finally {
      await gateway.stop();
    }
  });
});
