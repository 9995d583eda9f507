// Too long for a quick run.
import "reflect-metadata";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DIALECTS } from "../../src/dialects/dialects.js";
import { COLLECTION, dialectClient } from "../support/dialects/dialects.js";
import { type OpenapiDocument, openapiOf, problemsOf, type Schema } from "../support/dialects/openapi.js";
import { compiles, invalidities, schemasOf } from "../support/dialects/openapi-shape.js";
import { startTestGateway, type TestGateway } from "../support/gateway/gateway.js";
import { exchange } from "../support/gateway/http-exchange.js";

describe("/openapi.json", () => {
  let gateway: TestGateway;
  let document: OpenapiDocument;

  beforeAll(async () => {
    gateway = await startTestGateway("sqlite", { env: { PUBLIC_URL: "https://gateway.example.com" } });
    document = await openapiOf(gateway.url);
  });
  afterAll(() => gateway.stop());

  const operations = () =>
    Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({ method: method.toUpperCase(), path, operation })),
    );

  it("is served to anybody, as JSON", async () => {
    const { status, headers, text } = await exchange(`${gateway.url}/openapi.json`);
    expect(status).toBe(200);
    expect(headers.get("content-type")).toMatch(/^application\/json\b/);
    expect(JSON.parse(text)).toEqual(document);
    expect(document.servers).toEqual([{ url: "https://gateway.example.com" }]);
  });

  it("is valid OpenAPI 3.1", () => {
    expect(invalidities(document)).toEqual([]);
  });

  it("would not be valid with a mistake in it", () => {
    const planted = structuredClone(document);
    const [operation] = Object.values(planted.paths[COLLECTION.meteroid("")] ?? {});
    if (operation) Object.assign(operation, { responses: {}, parameter: [] });
    expect(invalidities(planted)).toHaveLength(2);
  });

  it("has only schemas that a strict validator can compile", () => {
    const schemas = schemasOf(document);
    expect(schemas.length).toBeGreaterThan(100);
    for (const [place, schema] of schemas) expect(() => compiles(schema), place).not.toThrow();
  });

  it("gives each operation an id of its own, and says whose it is", () => {
    const ids = operations().map(({ operation }) => operation.operationId);
    expect(new Set(ids).size).toBe(ids.length);
    const tags = new Set(operations().flatMap(({ operation }) => operation.tags));
    expect([...tags].sort()).toEqual(["Clerk", "Cloudflare", "Meteroid", "OAuth", "VMware CSP"]);
  });

  it("names the parameters that stand in each path, and no others", () => {
    for (const { path, operation } of operations()) {
      const inPath = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]);
      const described = (operation.parameters ?? []).filter((parameter) => parameter.in === "path");
      expect([path, described.map(({ name }) => name).sort()]).toEqual([path, inPath.sort()]);
    }
  });

  it("demands only credentials that it describes", () => {
    const known = Object.keys(document.components.securitySchemes);
    for (const { operation } of operations()) {
      expect(operation.security.length).toBeGreaterThan(0);
      for (const name of operation.security.flatMap((scheme) => Object.keys(scheme))) expect(known).toContain(name);
    }
    expect(document.components.securitySchemes).toMatchObject({
      bearer: { type: "http", scheme: "bearer" },
      cloudflareKey: { type: "apiKey", in: "header", name: "X-Auth-Key" },
    });
  });

  it("has every route of every dialect, what servers and applications ask at /oauth, and nothing else", () => {
    const routes = DIALECTS.flatMap(({ prefix, routes, tokenRoutes }) => [
      ...routes.map(({ method, path }) => `${method} ${prefix}${path.replaceAll(/:(\w+)/g, "{$1}")}`),
      ...tokenRoutes.map(({ path }) => `POST ${prefix}${path}`),
    ]);
    expect(
      operations()
        .map(({ method, path }) => `${method} ${path}`)
        .sort(),
    ).toEqual([...routes, "POST /oauth/verify", "POST /oauth/client_secret"].sort());
    expect(routes).toHaveLength(32);
  });

  it("describes what is really there: nobody is refused as nobody, not as lost", async () => {
    const { id } = await gateway.organization();
    for (const { method, path } of operations()) {
      const filled = path
        .replace("{account_id}", COLLECTION.cloudflare(id).split("/")[4] ?? "")
        .replace("{orgId}", COLLECTION.csp(id).split("/")[6] ?? "")
        .replaceAll(/\{\w+\}/g, "nonsense");
      const headers = { "content-type": isTokenRoute(path) ? "application/x-www-form-urlencoded" : "application/json" };
      const { status } = await exchange(gateway.url + filled, { method, headers });
      // Without a grant type or a token there is nothing to be somebody for.
      expect([method, path, isTokenRoute(path) && status === 400 ? 401 : status]).toEqual([method, path, 401]);
    }
  });

  it("describes each refusal in the vendor's shape, and bad input with the vendor's status only", () => {
    for (const { path, operation } of operations()) {
      const statuses = Object.keys(operation.responses);
      expect(statuses.filter((status) => /^2/.test(status))).toHaveLength(1);
      for (const status of ["401", "429", "500", "503"])
        expect([path, statuses]).toEqual([path, expect.arrayContaining([status])]);
      // Clerk's bad input; an idempotency key that came with another form.
      if (!/^\/(?:v1|oauth)\//.test(path)) expect(statuses).not.toContain("422");
    }
    const { responses = {} } = document.paths["/v1/oauth_applications"]?.post ?? {};
    expect(Object.keys(responses)).toEqual(expect.arrayContaining(["200", "422"]));
  });

  it("says of every body what is in it", () => {
    for (const { path, operation } of operations()) {
      const contents = [
        operation.requestBody?.content,
        ...Object.values(operation.responses).map(({ content }) => content),
      ];
      for (const content of contents) {
        for (const { schema } of Object.values(content ?? {})) {
          const parts = schema.allOf ?? schema.anyOf ?? schema.oneOf ?? [schema];
          for (const part of parts)
            expect([path, Object.keys(part)]).toEqual([path, expect.arrayContaining(["properties"])]);
        }
      }
    }
  });

  it("says what an authorization server may report of its own client, and how an answer looks", async () => {
    const { admin } = await gateway.organization();
    const { requestBody } = document.paths["/oauth/verify"]?.post ?? {};
    const form = requestBody?.content["application/x-www-form-urlencoded"]?.schema as Schema;
    const { clientId, clientSecret } = await admin.createApplication();
    const sent: Record<string, string> = { client_id: clientId, client_secret: String(clientSecret) };
    Object.assign(sent, { client_address: "192.0.2.1", client_user_agent: "shop/1" });
    expect(Object.keys(form.properties)).toEqual(Object.keys(sent));
    for (const [change, status] of [
      [{}, 200],
      [{ client_secret: "wrong" }, 200],
      [{ client_address: "nowhere" }, 400],
    ] as const) {
      const body = new URLSearchParams({ ...sent, ...change });
      const headers = { authorization: `Bearer ${admin.token}` };
      const answer = await exchange(`${gateway.url}/oauth/verify`, { method: "POST", headers, body });
      expect(answer.status).toBe(status);
      const contentType = answer.headers.get("content-type");
      const shown = { method: "POST", path: "/oauth/verify", status, contentType, text: answer.text };
      expect(problemsOf(document, shown)).toEqual([]);
    }
  });

  it("is what requests are held to: limits and names are the same", async () => {
    const owner = dialectClient(gateway.url, (await gateway.organization()).owner.token);
    const list = document.paths["/v1/oauth_applications"]?.get;
    const limit = list?.parameters?.find(({ name }) => name === "limit")?.schema as Schema;
    expect(limit).toMatchObject({ type: "integer", minimum: 1, maximum: 500, default: 10 });
    for (const [value, status] of [
      [1, 200],
      [500, 200],
      [0, 422],
      [501, 422],
    ]) {
      expect((await owner.request("GET", `/v1/oauth_applications?limit=${value}`)).status).toBe(status);
    }
    const body = document.paths["/v1/oauth_applications"]?.post?.requestBody?.content["application/json"]
      ?.schema as Schema;
    expect(body.required).toEqual(["name"]);
    const names = [
      "name",
      "redirect_uris",
      "callback_url",
      "scopes",
      "consent_screen_enabled",
      "pkce_required",
      "public",
    ];
    expect(Object.keys(body.properties).sort()).toEqual(names.sort());
    expect(body.additionalProperties).toBe(false);
  });
});

function isTokenRoute(path: string): boolean {
  return /\/(?:oauth|auth)\/\w+$/.test(path);
}
