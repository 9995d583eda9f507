// Too long for a quick run.
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { keptState } from "../support/databases/kept-state.js";
import { CHOSEN_SECRET } from "../support/dialects/contracts/contract.js";
import { CONTRACTS } from "../support/dialects/contracts/contracts.js";
import { csp } from "../support/dialects/contracts/csp.js";
import { COLLECTION } from "../support/dialects/dialects.js";
import { startTestGateway, type TestGateway, type TestOrganization } from "../support/gateway/gateway.js";
import type { CreatedApplication } from "../support/gateway/graphql-client.js";
import { exchange, expectNothingOfTheInside, expectRefusal, MARKER } from "../support/gateway/http-exchange.js";
import { basic } from "../support/oauth/oauth-endpoints.js";

const JSON_TYPE = "application/json";
const FORM_TYPE = "application/x-www-form-urlencoded";

/** A request that changes something; as it is, it is answered. */
interface Write {
  method: string;
  path: string;
  headers: Record<string, string>;
  body?: string | Uint8Array<ArrayBuffer>;
}

/** What makes a request one that is refused, and the statuses that may say so. */
type Distortion = [title: string, distort: (write: Write) => Partial<Write>, ...statuses: number[]];

const headers = (more: Record<string, string>) => (write: Write) => ({ headers: { ...write.headers, ...more } });
const withBody = (change: (body: string) => string | Uint8Array<ArrayBuffer>) => (write: Write) => ({
  body: change(String(write.body)),
});
const inBody = (more: object) => withBody((body) => JSON.stringify({ ...JSON.parse(body), ...more }));
const inDocument = (change: (query: string) => string) =>
  withBody((body) => JSON.stringify({ ...JSON.parse(body), query: change(JSON.parse(body).query) }));
const notUtf8 = (body: string) => new Uint8Array(Buffer.concat([Buffer.from(body), Buffer.from([0xff])]));
const zipped = (write: Write) => ({
  ...headers({ "content-encoding": "gzip" })(write),
  body: new Uint8Array(gzipSync(String(write.body))),
});
const textOf = ({ body }: Write) => String(body ?? "{}");
const tooLarge = (body: string) => body + " ".repeat(256 * 1024);

const UNACCEPTABLE = [
  ...["text/html", "application/xml", "image/*", "application/json;version=2", "application/json;charset=iso-8859-1"],
  ...[
    "application/json;q=0",
    "application/graphql-response+json;q=0, text/html",
    "json",
    "*/*;q=0",
    "text/html, *;q=x",
  ],
];

interface DialectWrite {
  title: string;
  dialect: string;
  method: string;
  path: (organizationId: string, key: string) => string;
  body?: (key: string, accessToken: string) => unknown;
}

const WRITES: DialectWrite[] = [
  ...CONTRACTS.map(({ dialect, rotations: [{ method, path, body }] }) => ({
    ...{ title: `a rotation of ${dialect}'s`, dialect, method, path },
    ...(body ? { body } : {}),
  })),
  {
    title: "the end of a token of clerk's",
    dialect: "clerk",
    method: "POST",
    path: (_organizationId, key) => `${COLLECTION.clerk("")}/${key}/revoke_token`,
    body: (_key, token) => ({ token }),
  },
  {
    title: "a change of csp's to a chosen secret",
    dialect: "csp",
    method: "PATCH",
    path: (organizationId, key) => `${COLLECTION.csp(organizationId)}/${key}`,
    body: () => ({ ...Object(csp.update?.body?.("")), secret: CHOSEN_SECRET }),
  },
];

const GRAPHQL: Distortion[] = [
  ...UNACCEPTABLE.map((accept): Distortion => [`Accept: ${accept}`, headers({ accept }), 406]),
  ["a body of another type", headers({ "content-type": "text/plain" }), 415],
  ["a body that is a form", headers({ "content-type": FORM_TYPE }), 415],
  ["a body that is compressed", zipped, 415],
  ["a body that is not UTF-8", withBody(notUtf8), 400],
  ["a body with something behind it", withBody((body) => `${body}x`), 400],
  ["a body that is too large", withBody(tooLarge), 413],
  ["a batch", withBody((body) => `[${body}]`), 400],
  ["a method that is not served", () => ({ method: "PUT" }), 405],
  [
    "GET",
    ({ headers: { "content-type": _type, ...others }, body }) => ({
      method: "GET",
      path: `/graphql?${new URLSearchParams({ query: JSON.parse(String(body)).query })}`,
      headers: { ...others, "apollo-require-preflight": "1" },
      body: undefined,
    }),
    405,
  ],
  ["an organization that it has not", headers({ "x-organization": "no-such-organization" }), 400, 401, 403],
  ["no credential", headers({ authorization: "" }), 401],
  ["a persisted query", inBody({ extensions: { persistedQuery: { version: 1, sha256Hash: "x" } } }), 200, 400],
  ["extensions that are text", inBody({ extensions: "x" }), 400],
  ["variables that are text", inBody({ variables: "{}" }), 400],
  ["the name of another operation", inBody({ operationName: "Another" }), 200, 400],
  ["a variable that is missing", inDocument((query) => query.replace("mutation", "mutation ($x: ID!)")), 200, 400],
  [
    "a variable of the wrong type",
    inDocument((query) => query.replace("mutation", "mutation ($x: Int = 1.5)")),
    200,
    400,
  ],
  ["another mutation that is none", inDocument((query) => query.replace(/\}$/, "unknown }")), 200, 400],
  [
    "another mutation whose input is wrong",
    inDocument((query) => query.replace(/\}$/, "deleteOAuthApplication(input: { a: 1 }) { deletedId } }")),
    200,
    400,
  ],
  ["another mutation whose payload is not there", inDocument((query) => query.replace(/\}$/, "x: __typename { a } }"))],
  ["a second operation", inDocument((query) => `${query} ${query}`), 200, 400],
  ["too many aliases", inDocument((query) => query.replace(/\}$/, `${"a: __typename ".repeat(31)}}`)), 200, 400],
];

/** On SQLite alone: nothing of it gets as far as a database. */
describe("what is refused is not done:", () => {
  let gateway: TestGateway;
  let organization: TestOrganization;
  let application: CreatedApplication;
  let accessToken: string;
  let before: unknown;

  const confidential = () => organization.owner.createApplication({ grantTypes: ["CLIENT_CREDENTIALS"] });
  const obtain = async ({ clientId, clientSecret }: CreatedApplication): Promise<string> => {
    const authorization = basic(clientId, clientSecret ?? "");
    const init = { method: "POST", headers: { authorization, "content-type": FORM_TYPE } };
    const { text } = await exchange(`${gateway.url}/oauth/token`, { ...init, body: "grant_type=client_credentials" });
    return JSON.parse(text).access_token;
  };
  /** A token that is live: the shared application's, or a new one of another's. */
  const tokenOf = (of: CreatedApplication) => (of === application ? Promise.resolve(accessToken) : obtain(of));

  beforeAll(async () => {
    gateway = await startTestGateway("sqlite");
    organization = await gateway.organization();
    application = await confidential();
    accessToken = await obtain(application);
  });
  afterAll(() => gateway.stop());
  beforeEach(async () => {
    before = await keptState(gateway.database);
  });

  async function refuse(write: Write, distort: (write: Write) => Partial<Write>, statuses: number[]) {
    const { path, ...init } = { ...write, ...distort(write) };
    const refused = await exchange(gateway.url + path, init);
    expect(await keptState(gateway.database), refused.text).toEqual(before);
    if (statuses.length > 0) expect(statuses, refused.text).toContain(refused.status);
    expectNothingOfTheInside(refused.text);
    return refused;
  }

  const authorized = () => ({ authorization: `Bearer ${organization.owner.token}` });

  describe.each([
    [
      "rotateSecret",
      (id: string) =>
        `mutation { rotateSecret(input: { oauthApplicationId: "${id}", previousSecret: REVOKE }) { clientSecret } }`,
    ],
    ["createApiToken", () => 'mutation { createApiToken(input: { name: "Lost", role: OWNER }) { token } }'],
    [
      "createOAuthApplication",
      () => 'mutation { createOAuthApplication(input: { name: "Lost" }) { clientSecret oauthApplication { id } } }',
    ],
  ])("%s with", (_name, documentOf) => {
    it.each(GRAPHQL)("%s", async (_title, distort, ...statuses) => {
      const write = {
        method: "POST",
        path: "/graphql",
        headers: { ...authorized(), "content-type": JSON_TYPE },
        body: JSON.stringify({ query: documentOf(application.id) }),
      };
      expectRefusal(await refuse(write, distort, statuses));
    });
  });

  describe.each(WRITES)("$title with", ({ dialect, method, path, body }) => {
    const write = async (of: CreatedApplication): Promise<Write> => {
      const key = ["clerk", "meteroid"].includes(dialect) ? of.id : of.clientId;
      const sent = body?.(key, await tokenOf(of));
      return {
        method,
        path: path(organization.id, key),
        headers: { ...authorized(), ...(sent ? { "content-type": JSON_TYPE } : {}) },
        ...(sent ? { body: JSON.stringify(sent) } : {}),
      };
    };

    it.each<Distortion>([
      ["a method that is not served", ({ method }) => ({ method: method === "POST" ? "PUT" : "POST" }), 400, 405],
      ["more behind its path", ({ path }) => ({ path: `${path}/${MARKER}` }), 404],
      ["no credential", headers({ authorization: "" }), 401],
      ["an organization that it has not", headers({ "x-organization": "no-such-organization" })],
      ["a body of another type", (write) => ({ ...headers({ "content-type": "text/plain" })(write), body: "x" }), 415],
      ["a body that is no JSON", (write) => ({ ...headers({ "content-type": JSON_TYPE })(write), body: "{" }), 400],
      ["a body that is not UTF-8", (write) => ({ ...jsonBody(write), body: notUtf8(textOf(write)) }), 400],
      ["a body with something behind it", (write) => ({ ...jsonBody(write), body: `${textOf(write)}x` }), 400],
      ["a body that is compressed", (write) => zipped({ ...write, ...jsonBody(write), body: textOf(write) }), 415],
      ["a body that is too large", (write) => ({ ...jsonBody(write), body: tooLarge(textOf(write)) }), 413],
    ])("%s", async (title, distort, ...statuses) => {
      // The vendors that have the organization in the path do not look at the header.
      if (title.startsWith("an organization") && ["cloudflare", "csp"].includes(dialect)) return;
      const refused = await refuse(await write(application), distort, statuses);
      expect(refused.status).toBeGreaterThanOrEqual(400);
      expect(refused.headers.get("content-type")).toBe(JSON_TYPE);
    });

    it("nothing wrong is done", async () => {
      const { path, ...init } = await write(await confidential());
      before = await keptState(gateway.database);
      expect(await exchange(gateway.url + path, init)).toMatchObject({ status: expect.toSatisfy((is) => is < 300) });
      expect(await keptState(gateway.database)).not.toEqual(before);
    });
  });

  describe.each(["/oauth/revoke", "/api/v1/oauth/revoke"])("the end of a token at %s with", (path) => {
    const write = async (of: CreatedApplication): Promise<Write> => {
      const authorization = basic(of.clientId, of.clientSecret ?? "");
      const body = `token=${await tokenOf(of)}`;
      return { method: "POST", path, headers: { authorization, "content-type": FORM_TYPE }, body };
    };

    it.each<Distortion>([
      ["GET", () => ({ method: "GET", body: undefined }), 405],
      ["PUT", () => ({ method: "PUT" }), 405],
      ["more behind its path", ({ path }) => ({ path: `${path}/${MARKER}` }), 404],
      ["a form that is too large", withBody((body) => `${body}&x=${"x".repeat(256 * 1024)}`), 413],
      ["a form that is compressed", zipped, 415],
      ["a body of another type", headers({ "content-type": "text/plain" }), 400, 415],
      ["a body that is JSON", headers({ "content-type": JSON_TYPE }), 400, 415],
      ["a token given twice", withBody((body) => `${body}&${body}`), 400],
      ["an empty token before it", withBody((body) => `token=&${body}`), 400],
      ["no token", withBody(() => "token_type_hint=access_token"), 400],
      ["a token in its address only", ({ path, body }) => ({ path: `${path}?${body}`, body: "" }), 400],
      ["two ways to authenticate", withBody((body) => `${body}&client_id=x&client_secret=y`), 400, 401],
      ["another secret", headers({ authorization: basic("x", MARKER) }), 401],
      ["no credential", headers({ authorization: "" }), 400, 401],
    ])("%s", async (title, distort, ...statuses) => {
      // The vendor's clients may send its parameters there.
      if (title === "a token in its address only" && path.startsWith("/api")) return;
      await refuse(await write(application), distort, statuses);
    });

    it("nothing wrong is done", async () => {
      const { path, ...init } = await write(await confidential());
      before = await keptState(gateway.database);
      expect((await exchange(gateway.url + path, init)).status).toBe(200);
      expect(await keptState(gateway.database)).not.toEqual(before);
    });
  });

  describe.each(["/oauth/token", "/api/v1/oauth/token", "/csp/gateway/am/api/auth/token"])(
    "a token at %s with",
    (path) => {
      it.each<Distortion>([
        ["GET", () => ({ method: "GET", body: undefined }), 405],
        ["PUT", () => ({ method: "PUT" }), 405],
        ["a form that is too large", withBody((body) => `${body}&x=${"x".repeat(256 * 1024)}`), 413],
        ["a grant that is not offered", withBody((body) => body.replace("client_credentials", "password")), 400],
        ["a grant given twice", withBody((body) => `${body}&${body}`), 400],
        ["a scope that it has not", withBody((body) => `${body}&scope=${MARKER}`), 400],
        ["a resource that is not served", withBody((body) => `${body}&resource=https://other.example.com`), 400],
        ["two ways to authenticate", withBody((body) => `${body}&client_id=x&client_secret=y`), 400, 401],
        ["no credential", headers({ authorization: "" }), 400, 401],
      ])("%s", async (_title, distort, ...statuses) => {
        const authorization = basic(application.clientId, application.clientSecret ?? "");
        const write = { method: "POST", path, headers: { authorization, "content-type": FORM_TYPE } };
        await refuse({ ...write, body: "grant_type=client_credentials" }, distort, statuses);
      });
    },
  );
});

const jsonBody = headers({ "content-type": JSON_TYPE });
