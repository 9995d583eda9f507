import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startTestGateway, type TestGateway, type TestOrganization } from "../support/gateway/gateway.js";
import { exchange, expectRefusal, postGraphql } from "../support/gateway/http-exchange.js";

const QUERY = '{"query":"{ viewer { role } }"}';
const ANSWER = { data: { viewer: { role: "VIEWER" } } };
const LEGACY = "application/json";
const CURRENT = "application/graphql-response+json";

const REALM = 'Bearer realm="oauth-app-gateway"';
const INVALID = `${REALM}, error="invalid_token"`;
const NEEDED = "A valid API token is required.";
const FORM = 'the header Authorization must be "Bearer", a space and the token.';

describe("GraphQL over HTTP", () => {
  let gateway: TestGateway;
  let organization: TestOrganization;

  beforeAll(async () => {
    gateway = await startTestGateway("sqlite");
    organization = await gateway.organization();
  });
  afterAll(() => gateway.stop());

  const post = (body: string, headers: Record<string, string> = {}) =>
    postGraphql(gateway.url, organization.viewer.token, body, headers);
  const get = (search: string, headers: Record<string, string> = {}) =>
    exchange(`${gateway.url}/graphql?${search}`, {
      headers: { authorization: `Bearer ${organization.viewer.token}`, ...headers },
    });

  it.each([
    [LEGACY, LEGACY],
    [CURRENT, CURRENT],
    ["*/*", LEGACY],
    ["application/*", LEGACY],
    [`${CURRENT}, ${LEGACY};q=0.9`, CURRENT],
    [`${CURRENT};q=0.1, ${LEGACY}`, LEGACY],
    [`${CURRENT};q=0, ${LEGACY}`, LEGACY],
    [`text/html, ${CURRENT};q=0.5, */*;q=0.1`, CURRENT],
    ["Application/GraphQL-Response+JSON", CURRENT],
    [`${CURRENT}; charset=UTF-8`, CURRENT],
    [`${LEGACY}; charset=utf-8`, LEGACY],
    ["", LEGACY],
  ])("answers who accepts %s with %s", async (accept, type) => {
    const answer = await post(QUERY, { accept });
    expect([answer.status, answer.headers.get("content-type")]).toEqual([200, `${type}; charset=utf-8`]);
    expect(JSON.parse(answer.text)).toEqual(ANSWER);
  });

  it("answers who accepts only something else with 406", async () => {
    const refused = await post(QUERY, { accept: "text/html" });
    expect([refused.status, refused.headers.get("content-type")]).toEqual([406, `${LEGACY}; charset=utf-8`]);
    expect(expectRefusal(refused)).toEqual([
      {
        message: "The header Accept takes neither application/json nor application/graphql-response+json.",
        extensions: { code: "NOT_ACCEPTABLE" },
      },
    ]);
  });

  describe.each([
    ["a document that does not parse", '{"query":"{"}', "GRAPHQL_PARSE_FAILED"],
    ["a document that does not fit the schema", '{"query":"{ unknown }"}', "GRAPHQL_VALIDATION_FAILED"],
    [
      "variables that do not fit",
      '{"query":"query ($first: Int!) { oauthApplications(first: $first) { totalCount } }"}',
      "BAD_USER_INPUT",
    ],
    [
      "null in the place of a default",
      JSON.stringify({
        query:
          'mutation ($no: Boolean = true) { createOAuthApplication(input: {name: "x"}) @skip(if: $no) { clientSecret } }',
        variables: { no: null },
      }),
      "BAD_USER_INPUT",
    ],
  ])("%s", (_name, body, code) => {
    it.each([
      [LEGACY, 200, LEGACY],
      [CURRENT, 400, CURRENT],
      [`${CURRENT}, ${LEGACY};q=0.9`, 400, CURRENT],
      [`${CURRENT};q=0.9, ${LEGACY}`, 200, LEGACY],
      [`${CURRENT};q=0, ${LEGACY}`, 200, LEGACY],
      ["Application/GraphQL-Response+JSON", 400, CURRENT],
      [`${CURRENT};Q=0.3, text/html, ${LEGACY};Q=0.4`, 200, LEGACY],
      [`text/html;level="${LEGACY}", ${CURRENT};q=0.4, ${LEGACY};q=0.3`, 400, CURRENT],
    ])("is, for who accepts %s, a %d", async (accept, status, type) => {
      const refused = await post(body, { accept });
      expect([refused.status, refused.headers.get("content-type")?.split(";")[0]]).toEqual([status, type]);
      expect(expectRefusal(refused).map(({ extensions }) => extensions.code)).toEqual([code]);
      expect(JSON.parse(refused.text)).not.toHaveProperty("data");
    });
  });

  it.each([LEGACY, CURRENT])("answers a refused field with 200 and the rest of the data for %s", async (accept) => {
    const answer = await post('{"query":"{ viewer { role } auditEvents { totalCount } }"}', { accept });
    expect(answer.status).toBe(200);
    expect(JSON.parse(answer.text)).toMatchObject({
      data: { ...ANSWER.data, auditEvents: null },
      errors: [{ path: ["auditEvents"], extensions: { code: "FORBIDDEN" } }],
    });
  });

  it.each([
    ["no", undefined, REALM, NEEDED],
    ["an unknown", `Bearer ogt_${"a".repeat(49)}`, INVALID, NEEDED],
    ["a malformed", "Bearer x", INVALID, NEEDED],
    ["an empty", "Bearer ", INVALID, `The token is missing: ${FORM}`],
    ["a parted", "Bearer x y", INVALID, `The token is missing: ${FORM}`],
    ["another kind of", "Basic YTpi", INVALID, `The scheme Bearer is missing: ${FORM}`],
    ["a vendor's kind of", "Token x", INVALID, `The scheme Bearer is missing: ${FORM}`],
    ["a bare", `ogt_${"a".repeat(49)}`, INVALID, `The scheme Bearer is missing: ${FORM}`],
    ["a run-on", `Bearerogt_${"a".repeat(49)}`, INVALID, `The scheme Bearer is missing: ${FORM}`],
  ])("answers %s credential with 401 and a challenge", async (_name, authorization, challenge, message) => {
    const refused = await postGraphql(gateway.url, null, QUERY, authorization === undefined ? {} : { authorization });
    expect([refused.status, refused.headers.get("www-authenticate")]).toEqual([401, challenge]);
    expect(JSON.parse(refused.text)).toEqual({
      errors: [{ message, extensions: { code: "UNAUTHENTICATED" } }],
    });
  });

  it("answers a credential that was revoked or has expired like one that never was", async () => {
    const data = await organization.owner.ok(
      `mutation ($at: DateTime) { createApiToken(input: {name: "short", role: VIEWER, expiresAt: $at}) { token } }`,
      { at: new Date(Date.now() + 60_000) },
    );
    const { token } = data.createApiToken;
    expect((await postGraphql(gateway.url, token, QUERY)).status).toBe(200);
    gateway.advance(60_000);
    const refused = await postGraphql(gateway.url, token, QUERY);
    const unknown = await postGraphql(gateway.url, `ogt_${"a".repeat(49)}`, QUERY);
    expect([refused.status, refused.text, refused.headers.get("www-authenticate")]).toEqual([
      401,
      unknown.text,
      unknown.headers.get("www-authenticate"),
    ]);
  });

  it.each([LEGACY, CURRENT])("refuses who is nobody under the media type that they accept, %s", async (accept) => {
    const refused = await postGraphql(gateway.url, null, QUERY, { accept });
    expect([refused.status, refused.headers.get("content-type")?.split(";")[0]]).toEqual([401, accept]);
    expectRefusal(refused);
  });

  it("asks for a credential before it reads the body", async () => {
    expect((await postGraphql(gateway.url, null, "{")).status).toBe(401);
    expect((await postGraphql(gateway.url, null, "x".repeat(300_000))).status).toBe(401);
    expect((await postGraphql(gateway.url, null, QUERY, { "content-type": "text/plain" })).status).toBe(401);
  });

  it.each(["PUT", "PATCH", "DELETE"])("answers %s with 405 and what is allowed", async (method) => {
    const refused = await exchange(`${gateway.url}/graphql`, {
      method,
      headers: { authorization: `Bearer ${organization.viewer.token}`, "content-type": LEGACY },
      body: QUERY,
    });
    expect(refused.status).toBe(405);
    expect(refused.headers.get("allow")?.split(/, */)).toEqual(["GET", "HEAD", "POST"]);
    expectRefusal(refused);
  });

  it("takes application/json with any charset of UTF-8 and any case", async () => {
    for (const type of ["application/json; charset=utf-8", "application/json;charset=UTF-8", "APPLICATION/JSON"]) {
      const answer = await post(QUERY, { "content-type": type });
      expect([type, answer.status]).toEqual([type, 200]);
    }
  });

  it("refuses a batch", async () => {
    const refused = await post(`[${QUERY}]`);
    expect([refused.status, expectRefusal(refused)[0]?.extensions.code]).toEqual([400, "BAD_REQUEST"]);
  });

  const search = (query: string, more: Record<string, string> = {}) =>
    new URLSearchParams({ query, ...more }).toString();
  const PREFLIGHT = { "apollo-require-preflight": "1" };

  it("answers a query by GET", async () => {
    const answer = await get(
      search("query A($id: ID!) { viewer { role } node(id: $id) { id } }", {
        variables: '{"id":"x"}',
        operationName: "A",
      }),
      PREFLIGHT,
    );
    expect([answer.status, JSON.parse(answer.text)]).toEqual([200, { data: { ...ANSWER.data, node: null } }]);
  });

  it("answers a query by GET whose only header is its token", async () => {
    const answer = await get(search("{ viewer { role } }"));
    expect([answer.status, JSON.parse(answer.text)]).toEqual([200, ANSWER]);
  });

  it("takes what is empty for nothing, by POST and by GET", async () => {
    const query = "{ viewer { role } }";
    const posted = await post(JSON.stringify({ query, operationName: "" }));
    expect([posted.status, JSON.parse(posted.text)]).toEqual([200, ANSWER]);
    const got = await get(search(query, { operationName: "", variables: "", extensions: "" }));
    expect([got.status, JSON.parse(got.text)]).toEqual([200, ANSWER]);
    const two = JSON.stringify({ query: "query A { viewer { role } } query B { viewer { role } }", operationName: "" });
    expect(expectRefusal(await post(two))).toMatchObject([{ extensions: { code: "OPERATION_RESOLUTION_FAILURE" } }]);
  });

  it("refuses a mutation by GET with 405, and does not run it", async () => {
    const mutation = 'mutation { createOAuthApplication(input: {name: "by GET"}) { clientSecret } }';
    const refused = await exchange(`${gateway.url}/graphql?${search(mutation)}`, {
      headers: { authorization: `Bearer ${organization.developer.token}`, ...PREFLIGHT },
    });
    expect([refused.status, refused.headers.get("allow")]).toEqual([405, "POST"]);
    expectRefusal(refused);
    const data = await organization.developer.ok('{ oauthApplications(filter: {query: "by GET"}) { totalCount } }');
    expect(data.oauthApplications.totalCount).toBe(0);
  });

  it.each([
    ["without a query", ""],
    ["with an empty query", "query="],
    ["with two queries", "query=%7B__typename%7D&query=%7B__typename%7D"],
    ["with variables that are not JSON", `${search("{ __typename }")}&variables=%7B`],
  ])("refuses a GET %s with 400", async (_name, query) => {
    const refused = await get(query, PREFLIGHT);
    expect(refused.status).toBe(400);
    expectRefusal(refused);
  });

  it("refuses what a page of another origin can send without a preflight", async () => {
    for (const type of ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"]) {
      expect((await post(QUERY, { "content-type": type })).status).toBe(415);
    }
    const open = await startTestGateway("sqlite", { env: { INTROSPECTION: "open" } });
    try {
      const url = `${open.url}/graphql?${search("{ __schema { queryType { name } } }")}`;
      const refused = await exchange(url);
      expect(refused.status).toBe(400);
      expect(expectRefusal(refused)[0]).toMatchObject({
        message: expect.stringContaining("CSRF"),
        extensions: { code: "BAD_REQUEST" },
      });
      expect((await exchange(url, { headers: PREFLIGHT })).status).toBe(200);
    } finally {
      await open.stop();
    }
  });
});
