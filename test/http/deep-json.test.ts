import { GraphQLError } from "graphql";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createFormatError } from "../../src/graphql/errors.js";
import { createLogger } from "../../src/http/logging.js";
import { CONTRACTS } from "../support/dialects/contracts/contracts.js";
import { startTestGateway, type TestGateway, type TestOrganization } from "../support/gateway/gateway.js";
import { exchange, expectNothingOfTheInside, expectRefusal, postGraphql } from "../support/gateway/http-exchange.js";

/** Arrays or objects inside each other, as JSON. */
const arrays = (levels: number) => "[".repeat(levels) + "]".repeat(levels);
const objects = (levels: number) => `${'{"a":'.repeat(levels)}1${"}".repeat(levels)}`;

const QUERY = '"query":"{ viewer { role } }"';
const tooDeep = (field: string) => [
  {
    message: `${field} must be nested at most 64 levels deep`,
    extensions: { code: "BAD_USER_INPUT", field, rule: "depth", limit: 64, violations: [expect.anything()] },
  },
];

describe("JSON that is nested too deeply", () => {
  let gateway: TestGateway;
  let organization: TestOrganization;

  beforeAll(async () => {
    gateway = await startTestGateway("sqlite");
    organization = await gateway.organization();
  });
  afterAll(() => gateway.stop());

  const post = (body: string) => postGraphql(gateway.url, organization.viewer.token, body);
  const get = (parameters: Record<string, string>) =>
    exchange(`${gateway.url}/graphql?${new URLSearchParams({ query: "{ viewer { role } }", ...parameters })}`, {
      headers: { authorization: `Bearer ${organization.viewer.token}`, "apollo-require-preflight": "1" },
    });

  it.each([
    ["a variable that nothing uses", `{${QUERY},"variables":{"x":${arrays(6000)}}}`],
    ["a variable that nothing uses, of objects", `{${QUERY},"variables":{"x":${objects(20_000)}}}`],
    ["a variable that nothing uses, of nearly all there may be", `{${QUERY},"variables":{"x":${arrays(130_000)}}}`],
    ["an extension", `{${QUERY},"extensions":{"x":${arrays(6000)}}}`],
    ["what no request has", `{${QUERY},"x":${objects(6000)}}`],
    ["what is behind a text with brackets", `{${QUERY},"a\\"]]]]":"}}}\\\\","variables":{"x":${arrays(63)}}}`],
    ["65 levels", `{${QUERY},"variables":${objects(64)}}`],
    ["what is not closed", `{${QUERY},"variables":${"[".repeat(200_000)}`],
  ])("is refused as %s", async (_title, body) => {
    const refused = await post(body);
    expect(refused.status).toBe(400);
    expect(expectRefusal(refused)).toEqual(tooDeep("body"));
  });

  it.each(["variables", "extensions"])("is refused as %s in a URL", async (field) => {
    const refused = await get({ [field]: `{"x":${arrays(2000)}}` });
    expect(refused.status).toBe(400);
    expect(expectRefusal(refused)).toEqual(tooDeep(field));
    expect((await get({ [field]: `{"x":${arrays(63)}}` })).status).toBe(200);
  });

  it.each([
    ["64 levels", `{${QUERY},"variables":${objects(63)}}`],
    ["many brackets beside each other", `{${QUERY},"variables":{"x":[${"[],{},".repeat(10_000)}[]]}}`],
    ["brackets in a text", `{${QUERY},"variables":{"x":"${"[".repeat(1000)}\\"${"{".repeat(1000)}"}}`],
  ])("is not %s", async (_title, body) => {
    const answer = await post(body);
    expect([answer.status, JSON.parse(answer.text)]).toEqual([200, { data: { viewer: { role: "VIEWER" } } }]);
  });

  it.each(CONTRACTS)("is refused in the words of $dialect", async ({ create, creation, refusal, inputStatus }) => {
    const body = JSON.stringify({ ...creation("Deep"), deep: [] }).replace("[]}", `${arrays(6000)}}`);
    const refused = await exchange(gateway.url + create.path(organization.id, ""), {
      method: create.method,
      headers: { authorization: `Bearer ${organization.owner.token}`, "content-type": "application/json" },
      body,
    });
    expect(refused.status, refused.text).toBe(inputStatus);
    const message = "body must be nested at most 64 levels deep";
    const requestId = refused.headers.get("x-request-id") ?? "";
    expect(JSON.parse(refused.text)).toEqual(refusal(requestId, inputStatus, message, "body"));
  });

  it.each([
    ["lists in an argument", `{ node(id: ${arrays(400)}) { id } }`],
    ["objects in an argument", `{ node(id: ${"{a:".repeat(300)}1${"}".repeat(300)}) { id } }`],
    ["a list as a default", `query ($x: [ID] = ${arrays(400)}) { viewer { role } }`],
    ["a type of lists", `query ($x: ${"[".repeat(400)}ID${"]".repeat(400)}) { viewer { role } }`],
    ["fields", `${"{ a ".repeat(400)}${"}".repeat(400)}`],
    ["inline fragments", `${"{ ... ".repeat(300)}{ __typename }${"}".repeat(300)}`],
  ])("is something else than %s of a document, which is refused as well", async (_title, query) => {
    const answer = await post(JSON.stringify({ query }));
    expect(answer.status, answer.text).toBeLessThan(500);
    expectNothingOfTheInside(answer.text);
  });
});

describe("an exception inside", () => {
  const format = createFormatError({ introspection: true, logger: createLogger("silent") });
  const exception = new RangeError("Maximum call stack size exceeded");
  const around = (error: Error, code?: string) =>
    new GraphQLError(error.message, { originalError: error, extensions: code ? { code } : {} });

  it.each([
    ["is thrown", exception],
    ["is wrapped", around(exception)],
    ["is wrapped as a mistake in a document", around(around(exception), "GRAPHQL_PARSE_FAILED")],
    ["is wrapped as a mistake in a value", around(exception, "BAD_USER_INPUT")],
  ])("says nothing of itself when it %s", (_title, error) => {
    const formatted = error instanceof GraphQLError ? error.toJSON() : { message: error.message };
    expect(format(formatted, error)).toEqual({
      message: "Internal server error. The operator finds the details in the log under the correlation id.",
      extensions: { code: "INTERNAL_SERVER_ERROR", correlationId: expect.any(String) },
    });
  });
});
