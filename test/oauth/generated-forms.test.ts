import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DATABASE_KINDS } from "../support/databases/databases.js";
import { type Exchange, exchange, expectNothingOfTheInside, MARKER } from "../support/gateway/http-exchange.js";
import { anyText } from "../support/generated/any-text.js";
import { type GeneratedRun, startGeneratedRun, tryRequests } from "../support/generated/generated-run.js";
import { basic, type Client, createClient } from "../support/oauth/oauth-endpoints.js";

const PATHS = ["/oauth/token", "/oauth/introspect", "/oauth/revoke", "/oauth/verify"] as const;

/** On each database, for each path. */
const COUNT = 300;

const NAMES = [
  ...["grant_type", "client_id", "client_secret", "scope", "resource", "token", "token_type_hint", "client_assertion"],
  ...["client_assertion_type", "code", "refresh_token", "redirect_uri", "audience", "request", "__proto__", "a[b]"],
];

const TYPES = [
  "application/x-www-form-urlencoded",
  "application/x-www-form-urlencoded; charset=utf-16",
  "application/json",
  "multipart/form-data; boundary=x",
  "text/plain",
  "x",
];

const TEXT = anyText(60);

interface GeneratedForm {
  authorization: string | undefined;
  type: string;
  body: string | Uint8Array<ArrayBuffer>;
}

/** Requests of a client that may be right in all, some or none of what it says. */
function generatedForm({ clientId, clientSecret }: Client, bearers: string[]): fc.Arbitrary<GeneratedForm> {
  const values = ["client_credentials", "", "\0", "read", "a:b", "x".repeat(5000), MARKER, clientId, clientSecret];
  const pair = fc.tuple(
    fc.oneof({ weight: 5, arbitrary: fc.constantFrom(...NAMES) }, TEXT),
    fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...values) }, TEXT),
  );
  const right: [string, string][] = [
    ["grant_type", "client_credentials"],
    ["client_id", clientId],
    ["client_secret", clientSecret],
    ["token", "x"],
  ];
  const form = fc
    .tuple(fc.oneof(fc.constant(right), fc.subarray(right)), fc.array(pair, { maxLength: 4 }))
    .map(([known, more]) => [...known, ...more].map((both) => both.map(encode).join("=")).join("&"));
  const bytes = fc.uint8Array({ maxLength: 300 }).map((data) => new Uint8Array(data));
  return fc.record({
    authorization: fc.oneof(
      { weight: 2, arbitrary: fc.constant(undefined) },
      {
        weight: 3,
        arbitrary: fc.constantFrom(basic(clientId, clientSecret), basic(clientId, "wrong"), ...bearers),
      },
      fc.base64String({ maxLength: 60 }).map((credentials) => `Basic ${credentials}`),
    ),
    type: fc.oneof({ weight: 6, arbitrary: fc.constant(String(TYPES[0])) }, fc.constantFrom(...TYPES)),
    body: fc.oneof({ weight: 5, arbitrary: form }, fc.json(), bytes),
  });
}

/** Half a surrogate pair cannot be encoded; it is left as it is. */
function encode(text: string): string {
  return text.isWellFormed() ? encodeURIComponent(text) : text;
}

describe.each(DATABASE_KINDS)("generated requests at the OAuth endpoints, with %s behind the gateway", (kind) => {
  let run: GeneratedRun;
  let client: Client;

  beforeAll(async () => {
    run = await startGeneratedRun(kind);
    client = await createClient(run.owner, { tokenEndpointAuthMethod: "CLIENT_SECRET_POST", scopes: ["read"] });
  });
  afterAll(() => run.stop());

  it.each(PATHS)("are answered as every request is at %s", async (path) => {
    const bearers = run.tokens.flatMap((token) => (token === null ? [] : [`Bearer ${token}`]));
    const seen = new Set<number>();
    await tryRequests(run, generatedForm(client, bearers), COUNT, async ({ authorization, type, body }) => {
      const headers = { "content-type": type, ...(authorization === undefined ? {} : { authorization }) };
      const answer = await exchange(run.gateway.url + path, { method: "POST", headers, body });
      seen.add(answer.status);
      expectOauthAnswer(answer, path);
    });
    expect(seen).toContain(200);
  });

  function expectOauthAnswer({ status, headers, text }: Exchange, path: (typeof PATHS)[number]): void {
    expect(status, text).toBeGreaterThanOrEqual(200);
    expect(status, text).toBeLessThan(500);
    expectNothingOfTheInside(text);
    expect(text).not.toContain(client.clientSecret);
    expect(text).not.toMatch(/og[cst]_[0-9A-Za-z]{49}/);
    if (path === "/oauth/revoke" && status === 200) return void expect(text).toBe("");
    expect(headers.get("content-type"), text).toMatch(/^application\/json\b/);
    const answer = JSON.parse(text);
    if (status !== 200) {
      expect(run.insideNames.filter((name) => text.includes(name))).toEqual([]);
      if (path === "/oauth/verify")
        expect(answer).toEqual({ errors: [expect.objectContaining({ message: expect.any(String) })] });
      else expect(answer).toMatchObject({ error: expect.stringMatching(/^[a-z_]+$/) });
    } else if (path === "/oauth/token") expect(answer).toMatchObject({ access_token: expect.any(String) });
    else expect(answer).toMatchObject({ active: expect.any(Boolean) });
  }

  it("leave the gateway alive, with no secret in its log", async () => {
    expect(run.gateway.child.exitCode).toBeNull();
    expect(run.gateway.stderr()).not.toContain(client.clientSecret);
    expect(run.gateway.stderr()).not.toContain(MARKER);
    expect(await run.owner.verify(client.clientId, client.clientSecret)).toMatchObject({ active: true });
  });
});
