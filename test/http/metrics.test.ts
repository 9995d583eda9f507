import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startTestGateway, type TestGateway, type TestOrganization } from "../support/gateway/gateway.js";
import { exchange, postGraphql } from "../support/gateway/http-exchange.js";
import { metricValue as valueIn, WITH_METRICS } from "../support/gateway/metrics.js";

describe("METRICS_PORT", () => {
  let gateway: TestGateway;
  let organization: TestOrganization;

  beforeAll(async () => {
    gateway = await startTestGateway("sqlite", { env: WITH_METRICS });
    organization = await gateway.organization();
  });
  afterAll(() => gateway.stop());

  const scrape = () => exchange(String(gateway.metricsUrl));

  const metricValue = (metric: string) => valueIn(gateway, metric);

  /** By how much a metric has grown after the work. */
  async function growthOf(metric: string, work: () => Promise<unknown>): Promise<number> {
    const before = await metricValue(metric);
    await work();
    return (await metricValue(metric)) - before;
  }

  const STATEMENTS = "gateway_database_statements_total";
  const refusals = (code: string) => `gateway_refusals_total{code="${code}"}`;

  it("serves Prometheus' text format", async () => {
    const { status, headers, text } = await scrape();
    expect([status, headers.get("content-type")]).toEqual([
      200,
      expect.stringMatching(/^text\/plain; version=0\.0\.4/),
    ]);
    // prom-client writes Nan, for the mean of nothing yet: a number as ParseFloat of Go reads it, in any case.
    for (const line of text.trim().split("\n")) {
      expect(line).toMatch(/^(?:# (?:HELP|TYPE) .+|[a-zA-Z_:][\w:]*(?:\{.*\})? (?:[-+\d.e]+|Nan|[+-]Inf).*|)$/);
    }
    expect(text).toContain("# TYPE gateway_http_request_duration_seconds histogram");
    expect(text).toContain("process_resident_memory_bytes ");
  });

  it("is not on the port that everybody reaches", async () => {
    const headers = { authorization: `Bearer ${organization.owner.token}` };
    expect((await exchange(`${gateway.url}/metrics`, { headers })).status).toBe(404);
  });

  it("serves nothing else on its own port", async () => {
    for (const path of ["/", "/graphql", "/health/live", "/metrics/x"]) {
      expect([path, (await exchange(String(new URL(path, gateway.metricsUrl)))).status]).toEqual([path, 404]);
    }
  });

  it.each([
    ["UNAUTHENTICATED", () => postGraphql(gateway.url, null, "{}")],
    ["PAYLOAD_TOO_LARGE", () => postGraphql(gateway.url, organization.viewer.token, "x".repeat(300_000))],
    [
      "UNSUPPORTED_MEDIA_TYPE",
      () => postGraphql(gateway.url, organization.viewer.token, "x", { "content-type": "a/b" }),
    ],
    ["NOT_FOUND", () => exchange(`${gateway.url}/nothing`)],
    ["GRAPHQL_PARSE_FAILED", () => organization.viewer.send("{")],
    ["GRAPHQL_VALIDATION_FAILED", () => organization.viewer.send("{ unknown }")],
    ["BAD_USER_INPUT", () => organization.viewer.send("{ oauthApplications(first: 0) { totalCount } }")],
    ["FORBIDDEN", () => organization.viewer.send("{ auditEvents { totalCount } }")],
  ])("counts a refusal with %s once", async (code, refused) => {
    expect(await growthOf(refusals(code), refused)).toBe(1);
  });

  it("counts a conflict once", async () => {
    const { id } = await organization.developer.createApplication();
    const complete = "mutation ($id: ID!) { completeSecretRotation(input: {oauthApplicationId: $id}) { __typename } }";
    expect(await growthOf(refusals("CONFLICT"), () => organization.developer.send(complete, { id }))).toBe(1);
  });

  it("counts credentials that were not accepted, and not requests without any", async () => {
    const failed = "gateway_failed_authentications_total";
    expect(await growthOf(failed, () => postGraphql(gateway.url, `ogt_${"a".repeat(49)}`, "{}"))).toBe(1);
    expect(await growthOf(failed, () => postGraphql(gateway.url, null, "{}", { authorization: "Basic YTpi" }))).toBe(1);
    expect(await growthOf(failed, () => postGraphql(gateway.url, null, "{}"))).toBe(0);
    expect(await growthOf(failed, () => organization.viewer.ok("{ __typename }"))).toBe(0);
  });

  it("counts requests by route, not by what was asked for", async () => {
    const unmatched = 'gateway_http_request_duration_seconds_count{route="unmatched",method="GET",status="404"}';
    const growth = await growthOf(unmatched, async () => {
      for (let index = 0; index < 5; index++) await exchange(`${gateway.url}/scan-${index}`);
    });
    expect(growth).toBe(5);
    expect((await scrape()).text).not.toContain("scan-");
  });

  it("shows that /health/live does not ask the database and /health/ready does", async () => {
    const ask = (path: string) => async () => {
      for (let index = 0; index < 3; index++) {
        const { status, text } = await exchange(gateway.url + path);
        expect([status, JSON.parse(text)]).toEqual([200, { status: "ok" }]);
      }
    };
    expect(await growthOf(STATEMENTS, ask("/health/live"))).toBe(0);
    // A look counts for a second.
    await expect.poll(() => growthOf(STATEMENTS, ask("/health/ready"))).toBeGreaterThanOrEqual(1);
  });

  it("says nothing of tokens, secrets and names", async () => {
    const { clientSecret, clientId, id } = await organization.developer.createApplication({ name: "Telltale" });
    const { text } = await scrape();
    for (const telltale of [clientSecret, clientId, id, "Telltale", organization.developer.token, organization.slug]) {
      expect(text).not.toContain(telltale);
    }
  });
});
