import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DATABASE_KINDS } from "../support/databases/databases.js";
import { startTestGateway, type TestGateway, type TestOrganization } from "../support/gateway/gateway.js";
import type { Answer } from "../support/gateway/graphql-client.js";
import { change, changed, read, refusalOf } from "../support/organization/oauth-applications.js";

const MARK = "do-not-repeat-me";
const FAMILY = "👩‍👩‍👧‍👦";
/** Outside of the basic plane: each is one code point and two UTF-16 units. */
const ASTRAL_256 = "𝒳".repeat(256);

const GOOD_NAMES = [
  "x",
  "x".repeat(256),
  ASTRAL_256,
  FAMILY,
  "'; DROP TABLE oauth_applications; --",
  '\\ % _ " ` {}',
  "日本語 العربية עברית",
  "e\u0301",
  "null",
  "می\u200cخواهم",
  "Acme \u2067עברית\u2069 Ltd",
];

const BAD_NAMES = [
  ["", "length"],
  [" \u2003\u3000", "length"],
  ["x".repeat(257), "length"],
  [`${ASTRAL_256}x`, "length"],
  [`${MARK}\u0000`, "text"],
  [`${MARK}\n`, "text"],
  [`${MARK}\u001b[31m`, "text"],
  [`${MARK}\u007f`, "text"],
  [`${MARK}\u0085`, "text"],
  [`${MARK}\ud83d`, "text"],
  [`\ude80${MARK}`, "text"],
  ["\u200b", "text"],
  ["\u3164", "text"],
  [`${MARK}\u202e`, "text"],
] as const;

const strings = (count: number, make = (index: number) => `s${index}`) =>
  Array.from({ length: count }, (_, i) => make(i));

/** Input, the field that the refusal names, and its limit. */
const OUT_OF_BOUNDS: [string, Record<string, unknown>, string, number | undefined][] = [
  ["a description of 2001 characters", { description: "x".repeat(2001) }, "description", 2000],
  ["a description with NUL", { description: `${MARK}\u0000` }, "description", undefined],
  ["a description with half a surrogate pair", { description: `${MARK}\ud800` }, "description", undefined],
  ["a description with an escape character", { description: `${MARK}\u001b` }, "description", undefined],
  ["101 scopes", { scopes: strings(101) }, "scopes", 100],
  ["a scope of 257 characters", { scopes: ["a", "x".repeat(257)] }, "scopes.1", 256],
  ["an empty scope", { scopes: ["a", ""] }, "scopes.1", 256],
  ["a scope with a space", { scopes: ["a", `${MARK} b`] }, "scopes.1", undefined],
  ["a scope with a quotation mark", { scopes: [`${MARK}"`] }, "scopes.0", undefined],
  ["a scope with a back slash", { scopes: [`${MARK}\\`] }, "scopes.0", undefined],
  ["a scope outside of ASCII", { scopes: [`${MARK}é`] }, "scopes.0", undefined],
  ["a scope with NUL", { scopes: [`${MARK}\u0000`] }, "scopes.0", undefined],
  ["a scope twice", { scopes: ["a", "b", "a"] }, "scopes.2", undefined],
  ["an optional scope that is no scope", { scopes: ["a"], optionalScopes: ["a", MARK] }, "optionalScopes.1", undefined],
  ["101 optional scopes", { scopes: strings(100), optionalScopes: strings(101) }, "optionalScopes", 100],
  ["a grant twice", { grantTypes: ["REFRESH_TOKEN", "REFRESH_TOKEN"] }, "grantTypes.1", undefined],
  ["a response type twice", { responseTypes: ["CODE", "CODE"] }, "responseTypes.1", undefined],
  [
    "response types without a code grant",
    { grantTypes: ["CLIENT_CREDENTIALS"], responseTypes: ["CODE"] },
    "responseTypes",
    undefined,
  ],
  ["an overlap below 0", { secretOverlapSeconds: -1 }, "secretOverlapSeconds", 7_776_000],
  ["an overlap of more than 90 days", { secretOverlapSeconds: 7_776_001 }, "secretOverlapSeconds", 7_776_000],
  ["a quiet time below 0", { secretQuietSeconds: -1 }, "secretQuietSeconds", 7_776_000],
  ["a quiet time of more than 90 days", { secretQuietSeconds: 7_776_001 }, "secretQuietSeconds", 7_776_000],
  ["access tokens of less than a minute", { accessTokenTtlSeconds: 59 }, "accessTokenTtlSeconds", 86_400],
  ["access tokens of more than a day", { accessTokenTtlSeconds: 86_401 }, "accessTokenTtlSeconds", 86_400],
];

describe.each(DATABASE_KINDS)("what may be said of an application on %s", (kind) => {
  let gateway: TestGateway;

  beforeAll(async () => {
    gateway = await startTestGateway(kind);
  });
  afterAll(() => gateway.stop());

  /** Refuses `input` for a new and for an existing application; nothing is written, and no event of it. */
  async function refusedTwice(input: Record<string, unknown>): Promise<Answer[]> {
    const organization = await gateway.organization();
    const { developer } = organization;
    const { id: oauthApplicationId } = await developer.createApplication({
      scopes: ["kept"],
      optionalScopes: ["kept"],
    });
    const before = [await read(developer, oauthApplicationId), await counts(organization)];
    const answers = [
      await change(developer, "createOAuthApplication", { name: "Test", ...input }),
      await change(developer, "updateOAuthApplication", { oauthApplicationId, pkceRequired: true, ...input }),
    ];
    expect([await read(developer, oauthApplicationId), await counts(organization)]).toEqual(before);
    return answers;
  }

  async function counts({ owner }: TestOrganization) {
    const rows = await gateway.database.query("SELECT COUNT(*) AS secrets FROM client_secrets");
    return [rows, await owner.ok("{ oauthApplications { totalCount } auditEvents { totalCount } }")];
  }

  it.each(GOOD_NAMES)("keeps the name %j as it is", async (name) => {
    const { developer } = await gateway.organization();
    const { id: oauthApplicationId } = await developer.createApplication({ name });
    expect((await read(developer, oauthApplicationId, "name")).name).toBe(name);
    await changed(developer, "updateOAuthApplication", { oauthApplicationId, name: "Other" });
    await changed(developer, "updateOAuthApplication", { oauthApplicationId, name });
    expect((await read(developer, oauthApplicationId, "name")).name).toBe(name);
  });

  it.each(BAD_NAMES)(
    "refuses the name %j by the rule %s, without repeating it or writing anything",
    async (name, rule) => {
      for (const answer of await refusedTwice({ name })) {
        const limit = rule === "length" ? { limit: 256 } : {};
        expect(refusalOf(answer)).toEqual({ code: "BAD_USER_INPUT", field: "name", rule, ...limit });
        expect(answer.text).not.toContain(MARK);
        expect(answer.text).not.toMatch(/xxxxx|𝒳/);
      }
    },
  );

  it.each(OUT_OF_BOUNDS)(
    "refuses %s, names field and limit, and writes nothing",
    async (_what, input, field, limit) => {
      for (const answer of await refusedTwice(input)) {
        const refusal = refusalOf(answer);
        expect(refusal).toMatchObject({ code: "BAD_USER_INPUT", field });
        expect(refusal.limit).toBe(limit);
        expect(answer.errors[0]?.message).toContain(field);
        expect(answer.text).not.toMatch(new RegExp(`${MARK}|xxxxx`));
      }
    },
  );

  it("accepts every length and list at its limit, in code points", async () => {
    const { developer } = await gateway.organization();
    const scopes = strings(100, (index) => `${index}`.padEnd(256, "~"));
    const input = {
      name: ASTRAL_256,
      description: "🚀".repeat(2000),
      scopes,
      optionalScopes: scopes,
      secretOverlapSeconds: 7_776_000,
      secretQuietSeconds: 7_776_000,
      accessTokenTtlSeconds: 86_400,
    };
    const { id } = await developer.createApplication(input);
    expect(await read(developer, id, Object.keys(input).join(" "))).toEqual(input);
  });

  it("names every field that is refused, with its rule and limit", async () => {
    for (const answer of await refusedTwice({ name: "", description: "x".repeat(2001), redirectUris: ["/a"] })) {
      const [error] = answer.errors;
      const violations = error?.extensions.violations as { field: string; rule: string; limit?: number }[];
      expect(violations.map(({ field, rule, limit }) => [field, rule, limit]).sort()).toEqual([
        ["description", "length", 2000],
        ["name", "length", 256],
        ["redirectUris.0", "redirectUri", undefined],
      ]);
    }
  });

  it("takes an optional scope along that leaves the scopes, and refuses to keep it by name", async () => {
    const { developer } = await gateway.organization();
    const { id: oauthApplicationId } = await developer.createApplication({ scopes: ["a", "b"], optionalScopes: ["b"] });
    const kept = { oauthApplicationId, scopes: ["a"], optionalScopes: ["b"] };
    const answer = await change(developer, "updateOAuthApplication", kept);
    expect(refusalOf(answer)).toMatchObject({ code: "BAD_USER_INPUT", field: "optionalScopes.0" });
    expect(await read(developer, oauthApplicationId, "scopes version")).toEqual({ scopes: ["a", "b"], version: 1 });
    await change(developer, "updateOAuthApplication", { oauthApplicationId, scopes: ["a"] });
    expect(await read(developer, oauthApplicationId, "scopes optionalScopes version")).toEqual({
      scopes: ["a"],
      optionalScopes: [],
      version: 2,
    });
  });

  it.each([
    { secretQuietSeconds: 1.5 },
    { accessTokenTtlSeconds: MARK },
    { secretOverlapSeconds: 1.5 },
    { secretOverlapSeconds: 2 ** 31 },
    { secretOverlapSeconds: MARK },
    { redirectUris: [null] },
    { redirectUris: [[MARK]] },
    { grantTypes: [MARK] },
    { public: MARK },
    { name: 5 },
    { name: null },
    { name: { toString: MARK } },
    { clientSecret: MARK },
    { clientId: MARK },
    { [MARK.replaceAll("-", "_")]: 1 },
  ])("refuses %o, which is not of the schema's types, and writes nothing", async (input) => {
    const organization = await gateway.organization();
    const before = await counts(organization);
    const answer = await change(organization.developer, "createOAuthApplication", { name: "Test", ...input });
    expect(refusalOf(answer)).toEqual({ code: "BAD_USER_INPUT" });
    expect(answer.text).not.toContain(MARK);
    expect(await counts(organization)).toEqual(before);
  });
});
