import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { dialectClient } from "../support/dialects/dialects.js";
import { type DescribedExchange, type OpenapiDocument, openapiOf, problemsOf } from "../support/dialects/openapi.js";
import { startTestGateway, type TestGateway } from "../support/gateway/gateway.js";
import { onKnownPort } from "../support/processes/ports.js";

const PATH = "/v1/oauth_applications";

/** Every test of a dialect trusts this check; here it is seen to find what is wrong. */
describe("the check of answers against /openapi.json", () => {
  let gateway: TestGateway;
  let document: OpenapiDocument;
  /** A good answer, as it was received. */
  let good: DescribedExchange;

  beforeAll(async () => {
    gateway = await startTestGateway("sqlite");
    document = await openapiOf(gateway.url);
    const { owner } = await gateway.organization();
    const { status, text } = await dialectClient(gateway.url, owner.token).request("POST", PATH, {
      body: { name: "Shop", redirect_uris: ["https://app.example.com/callback"] },
    });
    good = { method: "POST", path: PATH, status, contentType: "application/json", text };
  });
  afterAll(() => gateway.stop());

  const problems = (change: Partial<DescribedExchange>) => problemsOf(document, { ...good, ...change });
  /** The good answer with something else in it. */
  const planted = (change: Record<string, unknown>) =>
    problems({ text: JSON.stringify({ ...JSON.parse(good.text), ...change }) });

  it("has nothing against a good answer", () => {
    expect(problems({})).toEqual([]);
  });

  it.each<[string, Record<string, unknown>, RegExp]>([
    ["a property that is missing", { client_secret: undefined }, /^\/ must have required property 'client_secret'/],
    [
      "a property that is not described",
      { secret_digest: "v1$" },
      /must NOT have unevaluated properties.*secret_digest/,
    ],
    ["a property of the wrong type", { created_at: "2026-11-21T00:00:00Z" }, /^\/created_at must be integer/],
    ["null where there must be something", { scopes: null }, /^\/scopes must be string/],
    ["an item of the wrong type", { redirect_uris: [5] }, /^\/redirect_uris\/0 must be string/],
    ["a constant that is another one", { object: "oauth_app" }, /^\/object must be equal to/],
  ])("finds %s", (_what, change, problem) => {
    expect(planted(change)).toEqual([expect.stringMatching(problem)]);
  });

  it.each<[string, Partial<DescribedExchange>, string]>([
    ["a status that is not described", { status: 202 }, "status 202 is not described"],
    ["another content type", { contentType: "text/html" }, "content type text/html is not described for status 200"],
    ["no content type", { contentType: null }, "content type none is not described for status 200"],
    ["a body that is not JSON", { text: "<html>" }, "the body is not JSON"],
    ["no body", { text: "" }, "the body is not JSON"],
    ["a path that is not described", { path: "/v1/oauth_application" }, "200 at a path that is not described"],
    ["a method that is not described", { method: "PUT" }, "200 at a path that is not described"],
  ])("finds %s", (_what, change, problem) => {
    expect(problems(change)).toEqual([problem]);
  });

  it("finds a body where there must be none", () => {
    const deletion = { method: "DELETE", path: "/api/v1/oauth-apps/app_1", status: 204, contentType: null };
    expect(problems({ ...deletion, text: "" })).toEqual([]);
    expect(problems({ ...deletion, text: "{}" })).toEqual(["a body where none is described"]);
  });

  it("finds a moment that a strict client cannot read, and what is deep inside", () => {
    const application = {
      id: "app_1",
      organization_id: "org_1",
      name: "Shop",
      client_id: "1",
      client_secret_hint: "",
      redirect_uris: [],
      scopes: [],
      is_active: true,
      created_at: "2026-11-21T00:00:00.000Z",
      updated_at: null,
    };
    const list = (...data: object[]) =>
      problems({ method: "GET", path: "/api/v1/oauth-apps", text: JSON.stringify({ data }) });
    expect(list(application, application)).toEqual([]);
    for (const created_at of ["2026-11-21", "2026-11-21 00:00:00Z", "2026-13-21T00:00:00Z", "now"]) {
      expect(list(application, { ...application, created_at })).toEqual([
        expect.stringContaining('match format "date-time"'),
      ]);
    }
    expect(list({ ...application, client_secret: "ogs_" })).toEqual([expect.stringContaining("client_secret")]);
  });

  it("finds a refusal in another vendor's shape", () => {
    const text = JSON.stringify({ code: "NOT_FOUND", message: "OAuth application not found." });
    expect(problems({ method: "GET", path: "/api/v1/oauth-apps/app_1", status: 404, text })).toEqual([]);
    expect(problems({ method: "GET", path: `${PATH}/app_1`, status: 404, text })).not.toEqual([]);
    const invented = JSON.stringify({ code: "GONE", message: "OAuth application not found." });
    expect(problems({ method: "GET", path: "/api/v1/oauth-apps/app_1", status: 404, text: invented })).toHaveLength(1);
  });

  it("looks at the description of the gateway that is at an address now", async () => {
    const { url, stop } = await startTestGateway("sqlite");
    const before = await openapiOf(url);
    expect(await openapiOf(url)).toBe(before);
    await stop();
    expect(() => openapiOf(url)).toThrow("No gateway");
    const next = await onKnownPort(() => startTestGateway("sqlite", { env: { PORT: new URL(url).port } }));
    try {
      expect(next.url).toBe(url);
      expect(await openapiOf(url)).not.toBe(before);
    } finally {
      await next.stop();
    }
  });
});
