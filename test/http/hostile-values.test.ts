// Too long for a quick run.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DATABASE_KINDS } from "../support/databases/databases.js";
import { startTestGateway, type TestGateway, type TestOrganization } from "../support/gateway/gateway.js";
import type { Answer } from "../support/gateway/graphql-client.js";
import { expectNothingOfTheInside } from "../support/gateway/http-exchange.js";
import { leastOf } from "../support/organization/shown-once.js";

/** Every place of the schema that takes a text of the client's own, with `$text` in it. */
const TEXTS: [place: string, document: string][] = [
  ["node(id:)", "query ($text: ID!) { node(id: $text) { id } }"],
  ["oauthApplication(id:)", "query ($text: ID!) { oauthApplication(id: $text) { id } }"],
  ["oauthApplication(clientId:)", "query ($text: String!) { oauthApplication(clientId: $text) { id } }"],
  ...["oauthApplications", "apiTokens", "auditEvents"].flatMap((list): [string, string][] =>
    ["first: 1, after", "last: 1, before"].map((argument) => [
      `${list}(${argument}:)`,
      `query ($text: String!) { ${list}(${argument}: $text) { nodes { id } } }`,
    ]),
  ),
  ...["NAME", "UPDATED_AT"].map((field): [string, string] => [
    `oauthApplications(after:) by ${field}`,
    `query ($text: String!) { oauthApplications(after: $text, orderBy: {field: ${field}, direction: ASC}) { nodes { id } } }`,
  ]),
  [
    "OAuthApplicationFilter.query",
    "query ($text: String!) { oauthApplications(filter: {query: $text}) { nodes { id } totalCount } }",
  ],
  ...["action: $text", "targetId: $id", "actorId: $id"].map((condition): [string, string] => [
    `AuditEventFilter.${condition.split(":")[0]}`,
    `query ($text: ${condition.endsWith("$id") ? "ID" : "String"}!) {
      auditEvents(filter: {${condition.replace("$id", "$text")}}) { nodes { id } totalCount }
    }`,
  ]),
  ...["update", "delete"].map((verb): [string, string] => [
    `${verb}OAuthApplication(oauthApplicationId:)`,
    `mutation ($text: ID!) { ${verb}OAuthApplication(input: {oauthApplicationId: $text}) { __typename } }`,
  ]),
  ...["rotateSecret", "updateSecretRotation", "completeSecretRotation", "cancelSecretRotation"].map(
    (mutation): [string, string] => [
      `${mutation}(oauthApplicationId:)`,
      `mutation ($text: ID!) { ${mutation}(input: {oauthApplicationId: $text}) { ${leastOf(mutation)} } }`,
    ],
  ),
  [
    "revokeApiToken(apiTokenId:)",
    "mutation ($text: ID!) { revokeApiToken(input: {apiTokenId: $text}) { __typename } }",
  ],
  ...["name", "description", "homepageUrl", "logoUrl", "privacyPolicyUrl", "termsOfServiceUrl"].map(
    (field): [string, string] => [
      `createOAuthApplication(${field}:)`,
      `mutation ($text: String!) { createOAuthApplication(input: {name: "x", ${field}: $text}) { __typename } }`.replace(
        'name: "x", name',
        "name",
      ),
    ],
  ),
  ...["redirectUris", "postLogoutRedirectUris", "allowedOrigins", "scopes", "optionalScopes"].map(
    (field): [string, string] => [
      `createOAuthApplication(${field}:)`,
      `mutation ($text: String!) { createOAuthApplication(input: {name: "x", ${field}: [$text]}) { __typename } }`,
    ],
  ),
  [
    "createApiToken(name:)",
    "mutation ($text: String!) { createApiToken(input: {name: $text, role: VIEWER}) { token } }",
  ],
  [
    "updateOrganization(name:)",
    "mutation ($text: String!) { updateOrganization(input: {name: $text}) { __typename } }",
  ],
];

const cursor = (...key: unknown[]) => Buffer.from(JSON.stringify(key)).toString("base64url");
const ID = `app_${"0".repeat(22)}`;

const HOSTILE: [name: string, text: string][] = [
  ["NUL", "\0"],
  ["an id and NUL", `${ID}\0`],
  ["32 hexadecimal characters and NUL", `${"a".repeat(32)}\0`],
  ["a lone high surrogate", "\ud800"],
  ["a lone low surrogate", "https://a.example/\udc00"],
  ["an id with a lone surrogate", `app_${"0".repeat(21)}\udfff`],
  ["quotes and SQL", "'; DROP TABLE oauth_applications; --"],
  ["wildcards", "%_\\%\\"],
  ["a backslash", "\\"],
  ["an id of another alphabet", `app_${"é".repeat(22)}`],
  ["an id that is too large for 128 bits", `app_${"z".repeat(22)}`],
  ["100,000 characters", "x".repeat(100_000)],
  ["50,000 emoji", "😀".repeat(50_000)],
  ["a cursor with NUL", cursor("nameKey", "\0", ID)],
  ["a cursor with a lone surrogate", cursor("nameKey", "\ud800", ID)],
  ["a cursor with a number for a name", cursor("nameKey", 1, ID)],
  ["a cursor with an object", cursor("nameKey", { $gt: "" }, ID)],
  ["a cursor with a number out of range", cursor("updatedAt", 1e300, ID)],
  ["a cursor with the largest number", cursor("updatedAt", Number.MAX_SAFE_INTEGER, ID)],
  ["a cursor with a text for a moment", cursor("updatedAt", "1 OR 1=1", ID)],
  ["a cursor of an unknown order", cursor("digest", "v1", ID)],
  ["a cursor that is null", Buffer.from("null").toString("base64url")],
  ["a cursor of nested arrays", Buffer.from("[".repeat(3000)).toString("base64url")],
];

const FORESEEN = ["BAD_USER_INPUT", "NOT_FOUND"];

describe.each(DATABASE_KINDS)("a hostile value on %s", (kind) => {
  let gateway: TestGateway;
  let organization: TestOrganization;

  beforeAll(async () => {
    gateway = await startTestGateway(kind);
    organization = await gateway.organization();
  });
  afterAll(() => gateway.stop());

  function expectForeseen({ status, errors, text }: Answer): void {
    expect(status).toBe(200);
    expect(errors.map(({ extensions }) => extensions.code).filter((code) => !FORESEEN.includes(code))).toEqual([]);
    expectNothingOfTheInside(text);
  }

  it.each(TEXTS)("in %s is answered or refused like any other", async (_place, document) => {
    for (const [name, text] of HOSTILE) {
      const answer = await organization.owner.send(document, { text });
      expectForeseen(answer);
      const echoes = answer.errors.some((error) => text.length > 3 && JSON.stringify(error).includes(text));
      expect([name, echoes]).toEqual([name, false]);
    }
  });

  it.each(TEXTS)("in %s is never stored when it is NUL or a lone surrogate", async (_place, document) => {
    for (const text of ["\0", "a\0b", "\ud800", "a\udfffb"]) {
      const { data } = await organization.owner.send(document, { text });
      for (const value of Object.values(data ?? {})) {
        expect([null, []]).toContainEqual((value as { nodes?: unknown[] } | null)?.nodes ?? value);
      }
    }
  });

  it.each([
    ["first", "{ oauthApplications(first: 2147483648) { totalCount } }"],
    ["last", "{ oauthApplications(last: -2147483649) { totalCount } }"],
    ["a fraction", "{ oauthApplications(first: 1.5) { totalCount } }"],
    ["1e400", "{ oauthApplications(first: 1e400) { totalCount } }"],
    ["5000 digits", `{ oauthApplications(first: ${"9".repeat(5000)}) { totalCount } }`],
  ])("is refused as a number out of range: %s", async (_name, document) => {
    const { errors } = await organization.owner.send(document);
    expect(errors).toMatchObject([{ extensions: { code: "GRAPHQL_VALIDATION_FAILED" } }]);
    expect(errors[0]?.message).not.toMatch(/\d{5}|1e400/);
  });

  it.each(["expectedVersion", "overlapSeconds"])("is refused or harmless at the edges of Int in %s", async (field) => {
    const { id } = await organization.developer.createApplication();
    for (const value of [2_147_483_647, -2_147_483_648, -1]) {
      const { errors, data } = await organization.developer.rotate(id, { [field]: value });
      expect(errors).toMatchObject([
        { extensions: { code: field === "expectedVersion" ? "CONFLICT" : "BAD_USER_INPUT" } },
      ]);
      expect(data).toEqual({ rotateSecret: null });
    }
    for (const value of [2_147_483_648, 1e300, 0.5, "1", true, [1, 2], {}]) {
      const { errors } = await organization.developer.rotate(id, { [field]: value });
      expect([value, errors]).toMatchObject([value, [{ extensions: { code: "BAD_USER_INPUT" } }]]);
    }
  });

  const MOMENTS = [
    "0000-01-01T00:00:00Z",
    "0001-01-01T00:00:00.000Z",
    "1969-12-31T23:59:59.999Z",
    "9999-12-31T23:59:59.999Z",
    "9999-12-31T23:59:59.999-23:59",
    "+275760-09-13T00:00:00Z",
    "-271821-04-20T00:00:00Z",
    "2024-02-30T00:00:00Z",
    "2024-01-01T25:00:00Z",
    "2024-01-01",
    "now",
    "",
    "\0",
    0,
    1e20,
    -1e20,
    1.5,
    {},
    [],
  ];

  it.each([
    "auditEvents(filter: {since: $moment}) { nodes { id } totalCount }",
    "auditEvents(filter: {until: $moment}) { nodes { id } totalCount }",
    "oauthApplications(filter: {secretCreatedBefore: $moment}) { nodes { id } totalCount }",
    "oauthApplications(filter: {rotationEndsBefore: $moment}) { nodes { id } totalCount }",
  ])("is answered or refused as a moment out of range in %s", async (field) => {
    for (const moment of MOMENTS) {
      expectForeseen(await organization.owner.send(`query ($moment: DateTime) { ${field} }`, { moment }));
    }
  });

  const LITERALS: Record<string, string> = {
    "an enum": '{ oauthApplications(filter: {grantType: "$secret"}) { totalCount } }',
    "an enum, as a name": "{ oauthApplications(filter: {grantType: $secret}) { totalCount } }",
    "a list of them":
      'mutation { createOAuthApplication(input: {name: "x", grantTypes: ["$secret"]}) { clientSecret } }',
    "an Int": '{ oauthApplications(first: "$secret") { totalCount } }',
    "a Boolean": '{ oauthApplications(filter: {enabled: "$secret"}) { totalCount } }',
    "a DateTime": '{ auditEvents(filter: {since: "$secret"}) { totalCount } }',
    "a JSONObject":
      'mutation { createOAuthApplication(input: {name: "x", dialectSettings: "$secret"}) { clientSecret } }',
    "an input": '{ oauthApplications(filter: "$secret") { totalCount } }',
  };

  it.each(Object.entries(LITERALS))(
    "is not repeated where the document has it in place of %s",
    async (_name, document) => {
      const secret = "hunter2MyVendorSecret";
      const { errors } = await organization.owner.send(document.replace("$secret", secret));
      expect(errors.length).toBeGreaterThan(0);
      expect(JSON.stringify(errors)).not.toContain(secret);
    },
  );

  it("is answered or refused as the end of a token", async () => {
    const create = `mutation ($moment: DateTime) {
      createApiToken(input: {name: "x", role: VIEWER, expiresAt: $moment}) { token apiToken { expiresAt } }
    }`;
    for (const moment of MOMENTS) expectForeseen(await organization.owner.send(create, { moment }));
    const { createApiToken } = await organization.owner.ok(create, { moment: "9999-12-31T23:59:59.999Z" });
    expect(createApiToken.apiToken.expiresAt).toBe("9999-12-31T23:59:59.999Z");
  });
});
