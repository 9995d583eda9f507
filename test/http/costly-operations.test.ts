// Too long for a quick run.
import { getIntrospectionQuery } from "graphql";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Role } from "../../src/model/permission.js";
import { copyApplication } from "../support/databases/copied-applications.js";
import { DATABASE_KINDS } from "../support/databases/databases.js";
import { CONTRACTS } from "../support/dialects/contracts/contracts.js";
import { csp } from "../support/dialects/contracts/csp.js";
import { dialectClient } from "../support/dialects/dialects.js";
import { startTestGateway, type TestGateway, type TestOrganization } from "../support/gateway/gateway.js";
import type { GraphqlClient } from "../support/gateway/graphql-client.js";
import { issueApiToken } from "../support/organization/api-tokens.js";
import { valuesOf } from "../support/schema/values-of.mjs";

const LIMIT = 10;
const ONE = "{ viewer { role } }";
/** Cost 715: what a console shows. */
const ORDINARY = "{ oauthApplications(first: 50) { nodes { secrets { id } organization { id } } totalCount } }";
/** Cost 4,645: 5 of the allowance. */
const COSTLY = "{ oauthApplications(first: 40) { nodes { auditEvents(first: 100) { nodes { id } } } } }";

const VALUES = valuesOf("OAuthApplication");
const VALUES_OF_ORGANIZATION = valuesOf("Organization");

const STANDARD = getIntrospectionQuery({
  descriptions: true,
  specifiedByUrl: true,
  directiveIsRepeatable: true,
  schemaDescription: true,
  inputValueDeprecation: true,
  oneOf: true,
});

async function statusesOf(client: GraphqlClient, documents: string[]): Promise<number[]> {
  const statuses: number[] = [];
  for (const document of documents) statuses.push((await client.send(document)).status);
  return statuses;
}

/** How many requests of the allowance are left. */
async function allowanceLeft(client: GraphqlClient): Promise<number> {
  let left = 0;
  while ((await client.send(ONE)).status === 200) left += 1;
  return left;
}

describe(`RATE_LIMIT_PER_MINUTE=${LIMIT}`, () => {
  let gateway: TestGateway;
  let organization: TestOrganization;

  beforeAll(async () => {
    gateway = await startTestGateway("sqlite", {
      env: { RATE_LIMIT_PER_MINUTE: String(LIMIT), INTROSPECTION: "open", TRUST_PROXY: "127.0.0.1" },
    });
    organization = await gateway.organization();
  });
  afterAll(() => gateway.stop());

  const newClient = async () => (await gateway.organization()).owner;

  it("counts what costs up to 1,000 once, and everything else as often as a thousand goes into it", async () => {
    const [ordinary, costly] = [await newClient(), await newClient()];
    expect(await statusesOf(ordinary, [ORDINARY, ORDINARY])).toEqual([200, 200]);
    expect(await allowanceLeft(ordinary)).toBe(LIMIT - 2);
    expect(await statusesOf(costly, [COSTLY])).toEqual([200]);
    expect(await allowanceLeft(costly)).toBe(LIMIT - 5);
  });

  it("counts each value of each object, however often it is asked for", async () => {
    const client = await newClient();
    const page = `oauthApplications(first: 100) { edges { cursor node { ${VALUES} organization { ${VALUES_OF_ORGANIZATION} } } } nodes { ${VALUES} } }`;
    const ten = Array.from({ length: 10 }, (_, index) => `p${index}: ${page}`).join(" ");
    expect(await statusesOf(client, [`{ ${ten} }`])).toEqual([200]);
    expect(await allowanceLeft(client)).toBe(LIMIT - 9);
  });

  it("counts a change once, and twenty in one document several times", async () => {
    const [one, twenty] = [await newClient(), await newClient()];
    const change = 'createOAuthApplication(input: {name: "One of many"}) { clientSecret }';
    const many = Array.from({ length: 20 }, (_, index) => `c${index}: ${change}`).join(" ");
    expect(await statusesOf(one, [`mutation { ${change} }`])).toEqual([200]);
    expect(await allowanceLeft(one)).toBe(LIMIT - 1);
    expect(await statusesOf(twenty, [`mutation { ${many} }`])).toEqual([200]);
    expect(await allowanceLeft(twenty)).toBe(LIMIT - 6);
  });

  it("answers what costs more than is left as it answers every request too many", async () => {
    const client = await newClient();
    expect(await statusesOf(client, [COSTLY, ONE])).toEqual([200, 200]);
    const refused = await client.send(COSTLY);
    const seconds = Number(refused.headers.get("retry-after"));
    expect(refused.status).toBe(429);
    expect(seconds).toBeGreaterThanOrEqual(1);
    expect(JSON.parse(refused.text)).toEqual({
      errors: [
        {
          message: `Too many requests. Retry after ${seconds} s.`,
          extensions: { code: "TOO_MANY_REQUESTS", retryAfterSeconds: seconds },
        },
      ],
    });
  });

  it("does nothing of a mutation whose answer costs more than is left", async () => {
    const { developer, owner } = await gateway.organization();
    const { id } = await developer.createApplication();
    const events = "auditEvents(first: 100) { nodes { id } }";
    const many = Array.from({ length: 23 }, (_, index) => `e${index}: ${events}`).join(" ");
    const rotate = `mutation { rotateSecret(input: {oauthApplicationId: "${id}"}) { clientSecret oauthApplication { ${many} } } }`;
    // 2,898 cost three.
    for (let left = LIMIT - 1; left > 2; left--) await developer.send(ONE);
    expect((await developer.send(rotate)).status).toBe(429);
    const { oauthApplication } = await owner.ok(`{ oauthApplication(id: "${id}") { version secrets { id } } }`);
    expect(oauthApplication).toMatchObject({ version: 1, secrets: [expect.anything()] });
  });

  it("never takes more than the whole allowance, so that a fresh one is enough for anything", async () => {
    const client = await newClient();
    const all = "{ oauthApplications(first: 100) { nodes { auditEvents(first: 85) { nodes { id } } } } }";
    expect(await statusesOf(client, [all, ONE])).toEqual([200, 429]);
  });

  it("takes it off the organization's allowance as well", async () => {
    const { client, admin } = await gateway.organization();
    const { client: issued } = await issueApiToken(admin);
    expect((await issued.send(ONE)).status).toBe(200);
    // Tokens from the command line are refused nothing by it, and take from it.
    for (let actor = 0; actor < 10; actor++) {
      const one = await client(Role.OWNER);
      expect(await statusesOf(one, [COSTLY, COSTLY])).toEqual([200, 200]);
    }
    expect((await issued.send(ONE)).status).toBe(429);
  });

  it("counts the tools' introspection twice, and a whole schema twenty times not at all", async () => {
    const client = await newClient();
    expect(await statusesOf(client, [STANDARD, STANDARD])).toEqual([200, 200]);
    const schema =
      "__schema { types { name description fields { name type { name ofType { name } } args { name } } } }";
    const twenty = `{ ${Array.from({ length: 20 }, (_, index) => `s${index}: ${schema}`).join(" ")} }`;
    const refused = await client.send(twenty);
    expect(refused.errors).toMatchObject([{ extensions: { code: "GRAPHQL_VALIDATION_FAILED", limit: 10_000 } }]);
    expect(await allowanceLeft(client)).toBe(LIMIT - 5);
  });

  it("takes the introspection of whoever is nobody off the allowance of their address", async () => {
    const schema = "__schema { types { name fields { name type { name ofType { name } } args { name } } } }";
    const three = `{ a: ${schema} b: ${schema} c: ${schema} }`;
    const send = async (query: string, address: string) =>
      (await gateway.anonymous.send(query, undefined, { "x-forwarded-for": address })).status;
    const statuses: number[] = [];
    while (statuses.at(-1) !== 429) statuses.push(await send(three, "203.0.113.7"));
    expect(statuses.length - 1).toBeLessThanOrEqual(LIMIT / 2);
    expect(await send(three, "203.0.113.8")).toBe(200);
    expect((await organization.viewer.send(ONE)).status).toBe(200);
  });

  it("answers null in place of a variable's default with what is wrong with the argument", async () => {
    const client = await newClient();
    const refused = await client.send("query ($yes: Boolean = true) { viewer @include(if: $yes) { role } }", {
      yes: null,
    });
    expect([refused.status, refused.errors]).toMatchObject([
      200,
      [
        {
          message: 'Argument "if" of non-null type "Boolean!" must not be null.',
          extensions: { code: "BAD_USER_INPUT" },
        },
      ],
    ]);
  });
});

describe(`answers of several MiB with RATE_LIMIT_PER_MINUTE=${LIMIT}`, () => {
  let gateway: TestGateway;
  let organization: TestOrganization;

  beforeAll(async () => {
    gateway = await startTestGateway("sqlite", { env: { RATE_LIMIT_PER_MINUTE: String(LIMIT) } });
    organization = await gateway.organization();
    const redirectUris = Array.from({ length: 50 }, (_, n) => `https://${n}.example/`.padEnd(2048, "p"));
    const { id } = await organization.owner.createApplication({ redirectUris });
    await copyApplication(gateway.database, id, 40);
  });
  afterAll(() => gateway.stop());

  const cloudflare = CONTRACTS.find(({ dialect }) => dialect === "cloudflare");
  it.each<[what: string, path: (organizationId: string) => string]>([
    ["Clerk's", () => "/v1/oauth_applications?limit=500"],
    ["Cloudflare's, which is streamed,", (id) => cloudflare?.list.path(id, "") ?? ""],
  ])("take one for each of a list of %s", async (_what, path) => {
    const client = await organization.client(Role.OWNER);
    const url = gateway.url + path(organization.id);
    const answer = await fetch(url, { headers: { authorization: `Bearer ${client.token}` } });
    const { byteLength } = await answer.arrayBuffer();
    expect([answer.status, byteLength > 3 * 1024 ** 2]).toEqual([200, true]);
    expect(await allowanceLeft(client)).toBe(LIMIT - Math.ceil(byteLength / 1024 ** 2));
  });

  it("take one for each of a GraphQL document's", async () => {
    const client = await organization.client(Role.OWNER);
    const { status, text } = await client.send("{ oauthApplications(first: 40) { nodes { redirectUris } } }");
    expect(status).toBe(200);
    expect(await allowanceLeft(client)).toBe(LIMIT - Math.ceil(Buffer.byteLength(text) / 1024 ** 2));
  });
});

describe.each(DATABASE_KINDS)(`the dialects' lists on %s with RATE_LIMIT_PER_MINUTE=${LIMIT}`, (kind) => {
  const COUNT = 2100;
  let gateway: TestGateway;
  let organization: TestOrganization;

  beforeAll(async () => {
    gateway = await startTestGateway(kind, { env: { RATE_LIMIT_PER_MINUTE: String(LIMIT) } });
    organization = await gateway.organization();
    const { id } = await organization.owner.createApplication({ name: "One of many" });
    await copyApplication(gateway.database, id, COUNT);
  });
  afterAll(() => gateway.stop());

  const newClient = () => organization.client(Role.OWNER);

  it.each(CONTRACTS.filter(({ dialect }) => ["cloudflare", "meteroid"].includes(dialect)))(
    "take one for each thousand applications of a whole list of $dialect's, before anything of it is sent",
    async ({ list }) => {
      const client = await newClient();
      const ask = () =>
        dialectClient(gateway.url, client.token as string).request("GET", list.path(organization.id, ""));
      for (let times = 0; times < 3; times++) expect((await ask()).status).toBe(200);
      const refused = await ask();
      expect([refused.status, Number(refused.headers.get("retry-after")) > 0]).toEqual([429, true]);
    },
  );

  it("take four for a bulk of fifteen deletions of CSP's, and one for that of one", async () => {
    const [one, fifteen] = [await newClient(), await newClient()];
    const remove = (client: GraphqlClient, count: number) =>
      dialectClient(gateway.url, client.token as string).request("DELETE", csp.list.path(organization.id, ""), {
        body: { clientIdsToDelete: Array.from({ length: count }, (_, index) => `absent${index}`) },
      });
    expect([(await remove(one, 1)).status, (await remove(fifteen, 15)).status]).toEqual([200, 200]);
    expect([await allowanceLeft(one), await allowanceLeft(fifteen)]).toEqual([LIMIT - 1, LIMIT - 4]);
  });

  it.each([
    ["Clerk's", "/v1/oauth_applications?limit=100&offset=0", 1],
    ["a search of Clerk's", "/v1/oauth_applications?limit=100&name_query=one", 2],
    ["a part of Clerk's far behind", "/v1/oauth_applications?limit=100&offset=200000", 3],
    ["CSP's", "?pageStart=1&pageLimit=100", 1],
    ["a search of CSP's", "?searchTerm=one", 2],
    ["a page of CSP's far behind", "?pageStart=200001&pageLimit=100", 3],
  ])("take what is read for a page of %s", async (_what, path, requests) => {
    const client = await newClient();
    const prefix = path.startsWith("/v1") ? "" : csp.list.path(organization.id, "");
    const { status } = await dialectClient(gateway.url, client.token as string).request("GET", prefix + path);
    expect(status).toBe(200);
    expect(await allowanceLeft(client)).toBe(LIMIT - requests);
  });
});
