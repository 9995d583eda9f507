// Too long for a quick run.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { nameKeyOf } from "../../src/model/name-key.js";
import { copyApplication } from "../support/databases/copied-applications.js";
import { DATABASE_KINDS } from "../support/databases/databases.js";
import { holdScans } from "../support/databases/held-scans.js";
import { startTestGateway, type TestGateway } from "../support/gateway/gateway.js";
import type { GraphqlClient } from "../support/gateway/graphql-client.js";
import { postGraphql } from "../support/gateway/http-exchange.js";

const LIMIT = 10_000;
const MAX_ROOT_FIELDS = 20;
/** U+FDFA, which NFKC makes eighteen characters of. */
const LONG_WHEN_NORMALIZED = "\uFDFA";

/** A field under so many aliases. */
const times = (count: number, field: string) => Array.from({ length: count }, (_, n) => `f${n}: ${field}`).join(" ");

/** Asks again and again until `work` is done; answers how often it was answered before. */
async function answersBeside(client: GraphqlClient, work: Promise<unknown>): Promise<number> {
  let running = true;
  const done = work.finally(() => {
    running = false;
  });
  let answers = 0;
  while (running) {
    await client.ok("{ viewer { role } }");
    if (running) answers += 1;
  }
  await done;
  return answers;
}

describe("the price of an operation", () => {
  let gateway: TestGateway;
  let viewer: GraphqlClient;

  beforeAll(async () => {
    gateway = await startTestGateway("sqlite");
    ({ viewer } = await gateway.organization());
  });
  afterAll(() => gateway.stop());

  it.each([
    ["a page", "oauthApplications(first: 100) { nodes { id } }", 115],
    ["lists that come whole", "oauthApplications(first: 100) { nodes { redirectUris scopes } }", 2105],
    ["the same below edges", "oauthApplications(first: 100) { edges { node { redirectUris scopes } } }", 2115],
    ["both", "oauthApplications(first: 100) { nodes { scopes } edges { node { scopes } } }", 2215],
    ["lists of objects", "oauthApplications(first: 100) { nodes { secrets { id hint } } }", 1105],
    ["a search of names", 'oauthApplications(first: 100, filter: { query: "a" }) { nodes { id } }', 615],
    ["another filter", "oauthApplications(first: 100, filter: { enabled: true }) { nodes { id } }", 615],
  ])("is right for %s", async (_what, field, price) => {
    const affordable = Math.min(MAX_ROOT_FIELDS, Math.floor(LIMIT / price));
    expect((await viewer.send(`{ ${times(affordable, field)} }`)).errors).toEqual([]);
    if (affordable === MAX_ROOT_FIELDS) return;
    const { data, errors } = await viewer.send(`{ ${times(affordable + 1, field)} }`);
    expect(data).toBeUndefined();
    expect(errors[0]?.extensions).toEqual({
      code: "GRAPHQL_VALIDATION_FAILED",
      cost: price * (affordable + 1),
      limit: LIMIT,
    });
  });

  it("lets 9 counted searches pass on small pages, and never more than the limit pays for", async () => {
    const affords = async (count: number, first: number) => {
      const search = `oauthApplications(first: ${first}, filter: { query: "a" }) { totalCount }`;
      return (await viewer.send(`{ ${times(count, search)} }`)).errors.length === 0;
    };
    // 9 × (500 + 100 + 500 + 5 + 6) is the last below the limit.
    expect([await affords(9, 1), await affords(9, 6), await affords(9, 7)]).toEqual([true, true, false]);
    expect(await affords(10, 1)).toBe(false);
  });
});

describe.each(DATABASE_KINDS)("a viewer who asks for as much as one document may on %s", (kind) => {
  let gateway: TestGateway;

  beforeAll(async () => {
    gateway = await startTestGateway(kind);
  });
  afterAll(() => gateway.stop());

  it("is answered, and others are meanwhile, though 100 applications have the longest lists", async () => {
    const { developer, viewer } = await gateway.organization();
    const { viewer: other } = await gateway.organization();
    const redirectUris = Array.from({ length: 50 }, (_, n) => `https://${n}.example/`.padEnd(2048, "p"));
    const { id } = await developer.createApplication({ redirectUris, postLogoutRedirectUris: redirectUris });
    await copyApplication(gateway.database, id, 100);
    const ask = (lists: number) => {
      const query = `{ oauthApplications(first: 100) { nodes { ${times(lists, "redirectUris")} } edges { node { postLogoutRedirectUris } } } }`;
      return postGraphql(viewer.url, viewer.token, JSON.stringify({ query }));
    };
    const asking = ask(8);
    expect(await answersBeside(other, asking)).toBeGreaterThanOrEqual(2);
    const { status, text } = await asking;
    expect([status, text.slice(0, 9)]).toEqual([200, '{"data":{']);
    expect(text.length).toBeGreaterThan(9 * 100 * 50 * 2048);
    expect(text.length).toBeLessThan(100_000_000);
    expect((await ask(9)).text).toContain(`"cost":10215,"limit":${LIMIT}`);
  });

  it.each([
    ["are not there", `${LONG_WHEN_NORMALIZED.repeat(7)}x`],
    ["are longer than any key", `${LONG_WHEN_NORMALIZED.repeat(128)}x`],
  ])(
    "for 1,000 names by what %s compares keys of 256 characters, and keeps nobody else waiting",
    async (_what, text) => {
      const { developer, viewer } = await gateway.organization();
      const { viewer: other } = await gateway.organization();
      const { id } = await developer.createApplication({ name: LONG_WHEN_NORMALIZED.repeat(256) });
      await copyApplication(gateway.database, id, 1000);
      // What is compared, as often as there are names: the beginning of each, and of the text.
      expect(nameKeyOf(text).length).toBeLessThanOrEqual(256);
      const keys = `SELECT DISTINCT LENGTH(name_key) AS length FROM oauth_applications WHERE name_key LIKE '${LONG_WHEN_NORMALIZED.normalize("NFKC")}%'`;
      expect((await gateway.database.query(keys)).map(({ length }) => Number(length))).toEqual([256]);
      const search = "oauthApplications(first: 1, filter: { query: $text }) { totalCount }";
      const scans = holdScans(gateway);
      const asking = viewer.ok(`query ($text: String) { ${times(9, search)} }`, { text });
      try {
        await expect.poll(() => scans.begun()).toBeGreaterThan(0);
        expect((await other.ok("{ viewer { role } oauthApplications { totalCount } }")).viewer.role).toBe("VIEWER");
      } finally {
        scans.release();
      }
      expect(Object.keys(await asking)).toHaveLength(9);
    },
  );
});
