import { getIntrospectionQuery } from "graphql";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startTestGateway, type TestGateway, type TestOrganization } from "../support/gateway/gateway.js";
import type { Answer } from "../support/gateway/graphql-client.js";
import { postGraphql } from "../support/gateway/http-exchange.js";

function times(count: number, item: (index: number) => string): string {
  return Array.from({ length: count }, (_, index) => item(index)).join(" ");
}

describe("the limits", () => {
  let gateway: TestGateway;
  let organization: TestOrganization;

  beforeAll(async () => {
    gateway = await startTestGateway("sqlite");
    organization = await gateway.organization();
  });
  afterAll(() => gateway.stop());

  const send = (query: string, variables?: Record<string, unknown>) => organization.owner.send(query, variables);

  function expectPassed({ errors, data }: Answer): void {
    expect(errors).toEqual([]);
    expect(data).toBeTruthy();
  }

  function expectRefused(answer: Answer, code: string, message: string): void {
    expect(answer.errors).toMatchObject([{ message: expect.stringContaining(message), extensions: { code } }]);
    expect(answer.data ?? null).toBeNull();
  }

  const SCALARS = ["id", "slug", "name", "createdAt", "allowHttpRedirectUris", "__typename"];
  // Braces and `organization` are five tokens. Different fields, because each pair of like ones must be compared.
  const tokens = (count: number) => `{ organization { ${times(count - 5, (index) => SCALARS[index % 6] ?? "")} } }`;

  it("let 1000 tokens pass and not 1001", async () => {
    expectPassed(await send(tokens(1000)));
    expectRefused(await send(tokens(1001)), "GRAPHQL_PARSE_FAILED", "1000 tokens");
  });

  // No document that fits the schema is so deep, so this one breaks another rule as well.
  it.each([
    ["fields", (levels: number) => `${"{ unknown ".repeat(levels)}${"} ".repeat(levels)}`],
    [
      "fields in fragments",
      (levels: number) =>
        `{ a ${"{ b ".repeat(5)} { ...f } ${"}".repeat(5)} } fragment f on Viewer ${"{ c ".repeat(levels - 6)}${"} ".repeat(levels - 6)}`,
    ],
  ])("let %s that are nested 12 levels pass and not 13", async (_what, nested) => {
    const tooDeep = expect.objectContaining({ message: "The operation is nested too deeply; the limit is 12 levels." });
    expect((await send(nested(12))).errors).not.toContainEqual(tooDeep);
    expect((await send(nested(13))).errors).toContainEqual(tooDeep);
  });

  it("let 30 aliases pass and not 31", async () => {
    const aliases = (count: number) => `{ viewer { ${times(count, (index) => `a${index}: role`)} } }`;
    expectPassed(await send(aliases(30)));
    expectRefused(await send(aliases(31)), "GRAPHQL_VALIDATION_FAILED", "the limit is 30");
  });

  it("count each spread of a fragment with aliases", async () => {
    const fragment = "fragment f on Viewer { a: role b: role c: role d: role e: role }";
    const spread = (count: number) => `{ ${"viewer { ...f } ".repeat(count)} } ${fragment}`;
    expectPassed(await send(spread(6)));
    expectRefused(await send(spread(7)), "GRAPHQL_VALIDATION_FAILED", "the limit is 30");
  });

  it("count aliases of __typename", async () => {
    const aliases = (count: number) =>
      `{ ${times(count, (index) => `a${index}: __typename`)} viewer { ${times(15, (index) => `b${index}: __typename`)} } }`;
    expectPassed(await send(aliases(15)));
    expectRefused(await send(aliases(16)), "GRAPHQL_VALIDATION_FAILED", "the limit is 30");
  });

  it("let 20 root fields pass and not 21", async () => {
    const roots = (count: number) => `{ ${"viewer { role } ".repeat(count)} }`;
    expectPassed(await send(roots(20)));
    expectRefused(await send(roots(21)), "GRAPHQL_VALIDATION_FAILED", "the limit is 20");
  });

  it("let 20 directives pass and not 21", async () => {
    const directives = (count: number) => `{ viewer { ${"role @include(if: true) ".repeat(count)} } }`;
    expectPassed(await send(directives(20)));
    expectRefused(await send(directives(21)), "GRAPHQL_VALIDATION_FAILED", "the limit is 20");
  });

  const pages = (outer: number, inner: number) =>
    `{ oauthApplications(first: ${outer}) { nodes { auditEvents(first: ${inner}) { nodes { id } } } } }`;

  it("let a cost of 10,000 pass and name cost and limit beyond it", async () => {
    expectPassed(await send(pages(86, 100)));
    expectPassed(
      await send(
        `{ ...a ...b } fragment a on Query ${pages(86, 100)} fragment b on Query { auditEvents(first: 12) { nodes { id } } }`,
      ),
    );
    const refused = await send(
      `{ ...a ...b } fragment a on Query ${pages(86, 100)} fragment b on Query { auditEvents(first: 13) { nodes { id } } }`,
    );
    expectRefused(refused, "GRAPHQL_VALIDATION_FAILED", "costs 10001; the limit is 10000");
    expect(refused.errors[0]?.extensions).toEqual({ code: "GRAPHQL_VALIDATION_FAILED", cost: 10_001, limit: 10_000 });
  });

  it("refuse a variable that is called __proto__ however often it is sent, and no other name", async () => {
    const query = (name: string) => `query ($${name}: Int = 1) { oauthApplications(first: $${name}) { nodes { id } } }`;
    for (let time = 0; time < 4; time++) {
      const answer = await send(query("__proto__"));
      expectRefused(answer, "GRAPHQL_VALIDATION_FAILED", "The variable $__proto__ has a name that cannot be used.");
      for (const name of ["__proto", "constructor", "toString", "hasOwnProperty"])
        expectPassed(await send(query(name)));
    }
  });

  it("take the sizes of pages from variables and defaults as well", async () => {
    const query = `query ($outer: Int, $inner: Int = 85) {
      oauthApplications(last: $outer) { nodes { auditEvents(first: $inner) { nodes { id } } } }
    }`;
    expectPassed(await send(query, { outer: 100 }));
    expect((await send(query, { outer: 100, inner: 86 })).errors[0]?.extensions).toMatchObject({ cost: 10_065 });
    const unsized = "{ oauthApplications(first: 100) { nodes { auditEvents { nodes { id } } } } }";
    const inflated = unsized.replace("nodes", "edges { node { auditEvents(first: 80) { nodes { id } } } } nodes");
    expect((await send(inflated)).errors[0]?.extensions).toMatchObject({ cost: 12_215 });
  });

  it.each(["first", "last"])("let %s be 1 to 100", async (argument) => {
    const page = (size: number) => send(`{ oauthApplications(${argument}: ${size}) { totalCount } }`);
    expectPassed(await page(1));
    expectPassed(await page(100));
    for (const [size, limit] of [
      [0, 1],
      [-1, 1],
      [101, 100],
    ] as const) {
      const { errors } = await page(size);
      expect([size, errors]).toMatchObject([
        size,
        [{ path: ["oauthApplications"], extensions: { code: "BAD_USER_INPUT", field: argument, limit } }],
      ]);
    }
  });

  it("let a body of 256 KiB pass and not one byte more", async () => {
    const body = (size: number) => {
      const query = '{"query":"{ viewer { role } }","x":""}';
      return query.replace('""', `"${"x".repeat(size - query.length)}"`);
    };
    const passed = await postGraphql(gateway.url, organization.owner.token, body(262_144));
    expect([passed.status, passed.text.trim()]).toEqual([200, '{"data":{"viewer":{"role":"OWNER"}}}']);
    const refused = await postGraphql(gateway.url, organization.owner.token, body(262_145));
    expect(refused.status).toBe(413);
    expect(JSON.parse(refused.text)).toEqual({
      errors: [{ message: "The body is larger than 262144 bytes.", extensions: { code: "PAYLOAD_TOO_LARGE" } }],
    });
  });

  it("let an answer have 100 errors and not more", async () => {
    for (let index = 0; index < 51; index++) await organization.owner.createApplication();
    const query = "{ oauthApplications(first: 100) { nodes { id createdBy { id } auditEvents { nodes { id } } } } }";
    const { errors, data } = await organization.viewer.send(query.replace("auditEvents", "auditEvents(first: 1)"));
    expect(errors).toHaveLength(100);
    expect(errors.every(({ extensions }) => extensions.code === "FORBIDDEN")).toBe(true);
    expect(data.oauthApplications.nodes).toHaveLength(51);
    expect(new Set(data.oauthApplications.nodes.map(({ createdBy }: { createdBy: unknown }) => createdBy))).toEqual(
      new Set([null]),
    );
  });

  it("let the standard introspection query pass, with everything it can ask", async () => {
    const query = getIntrospectionQuery({
      descriptions: true,
      specifiedByUrl: true,
      directiveIsRepeatable: true,
      schemaDescription: true,
      inputValueDeprecation: true,
      oneOf: true,
    });
    const answer = await organization.viewer.send(query);
    expectPassed(answer);
    expect(answer.data.__schema.queryType.name).toBe("Query");
    expect(answer.data.__schema.types.map(({ name }: { name: string }) => name)).toContain("OAuthApplication");
  });
});
