import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startTestGateway, type TestGateway, type TestOrganization } from "../support/gateway/gateway.js";
import { exchange, postGraphql, sendRaw } from "../support/gateway/http-exchange.js";

const QUERY = '{"query":"{ viewer { role } }"}';
const ORIGIN = "https://console.example.com";
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

describe("what every answer carries", () => {
  let gateway: TestGateway;
  let organization: TestOrganization;

  beforeAll(async () => {
    gateway = await startTestGateway("sqlite", { env: { PUBLIC_URL: "https://gateway.example.com" } });
    organization = await gateway.organization();
  });
  afterAll(() => gateway.stop());

  it("are headers that keep browsers and caches from using it otherwise", async () => {
    const answers = {
      answer: await postGraphql(gateway.url, organization.viewer.token, QUERY),
      refusal: await postGraphql(gateway.url, null, QUERY),
      health: await exchange(`${gateway.url}/health/live`),
      nothing: await exchange(`${gateway.url}/nothing`),
    };
    for (const [name, { headers }] of Object.entries(answers)) {
      expect([name, Object.fromEntries(headers)]).toMatchObject([
        name,
        {
          "cache-control": "no-store",
          "content-security-policy": expect.stringContaining("default-src 'none'"),
          "referrer-policy": "no-referrer",
          "strict-transport-security": expect.stringMatching(/^max-age=\d{8}/),
          "x-content-type-options": "nosniff",
          "x-frame-options": expect.stringMatching(/^(?:DENY|SAMEORIGIN)$/),
          "x-request-id": expect.stringMatching(UUID),
        },
      ]);
      expect([name, headers.get("x-powered-by"), headers.get("server")]).toEqual([name, null, null]);
    }
  });

  it("is an identifier of its own, which audit event and log repeat and no client chooses", async () => {
    const { headers } = await postGraphql(
      gateway.url,
      organization.owner.token,
      '{"query":"mutation { updateOrganization(input: {name: \\"Renamed\\"}) { organization { name } } }"}',
      { "x-request-id": "chosen", "request-id": "chosen" },
    );
    const requestId = headers.get("x-request-id");
    expect(requestId).toMatch(UUID);
    const data = await organization.owner.ok("{ auditEvents(first: 1) { nodes { action requestId } } }");
    expect(data.auditEvents.nodes).toEqual([{ action: "organization.updated", requestId }]);
    expect(gateway.log()).toContain(`"requestId":"${requestId}"`);
    expect(gateway.log()).not.toContain("chosen");
  });

  it("does not bind browsers to https while the gateway itself is reached by http", async () => {
    const plain = await startTestGateway("sqlite");
    try {
      const { headers } = await exchange(`${plain.url}/health/live`);
      expect(headers.get("strict-transport-security")).toBeNull();
    } finally {
      await plain.stop();
    }
  });
});

describe("CORS", () => {
  let gateway: TestGateway;
  let organization: TestOrganization;

  beforeAll(async () => {
    gateway = await startTestGateway("sqlite", {
      env: { CORS_ORIGINS: `${ORIGIN}, http://localhost:3000, capacitor://localhost` },
    });
    organization = await gateway.organization();
  });
  afterAll(() => gateway.stop());

  const preflight = (url: string, origin: string) =>
    exchange(url, {
      method: "OPTIONS",
      headers: {
        origin,
        "access-control-request-method": "POST",
        "access-control-request-headers": "authorization,content-type",
      },
    });
  const listOf = (text: string | null) => (text ?? "").toLowerCase().split(/, */);

  it.each([ORIGIN, "http://localhost:3000", "capacitor://localhost"])(
    "lets pages of %s ask and read",
    async (origin) => {
      const allowed = await preflight(`${gateway.url}/graphql`, origin);
      expect([allowed.status, allowed.headers.get("access-control-allow-origin")]).toEqual([204, origin]);
      expect(listOf(allowed.headers.get("access-control-allow-methods"))).toEqual(["get", "head", "post"]);
      expect(listOf(allowed.headers.get("access-control-allow-headers"))).toEqual(
        expect.arrayContaining(["authorization", "content-type"]),
      );
      expect(allowed.headers.get("access-control-allow-credentials")).toBeNull();
      const answer = await postGraphql(gateway.url, organization.viewer.token, QUERY, { origin });
      expect([answer.status, answer.headers.get("access-control-allow-origin")]).toEqual([200, origin]);
      expect(listOf(answer.headers.get("vary"))).toContain("origin");
      expect(listOf(answer.headers.get("access-control-expose-headers"))).toContain("retry-after");
    },
  );

  /** As Chromium 140 asks before a POST of Apollo Client with tracing: its header names are sorted and in lower case. */
  const CHROMIUM = [
    "OPTIONS /graphql HTTP/1.1",
    "Host: gateway.example.com",
    "Connection: close",
    "Accept: */*",
    "Access-Control-Request-Method: POST",
    "Access-Control-Request-Headers: apollographql-client-name,apollographql-client-version,authorization,baggage,content-type,traceparent,x-custom",
    `Origin: ${ORIGIN}`,
    "User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36",
    "Sec-Fetch-Mode: cors",
    "Sec-Fetch-Site: cross-site",
    "Sec-Fetch-Dest: empty",
    `Referer: ${ORIGIN}/`,
    "Accept-Encoding: gzip, deflate, br, zstd",
    "Accept-Language: en-GB,en;q=0.9",
  ];

  it("lets them send whatever headers they ask for, in the preflight that Chromium sends", async () => {
    const [allowed] = await sendRaw(gateway.url, `${CHROMIUM.join("\r\n")}\r\n\r\n`);
    expect([allowed?.status, allowed?.text, allowed?.headers.get("access-control-allow-origin")]).toEqual([
      204,
      "",
      ORIGIN,
    ]);
    expect(listOf(allowed?.headers.get("access-control-allow-headers") ?? null)).toEqual([
      ...["apollographql-client-name", "apollographql-client-version", "authorization", "baggage", "content-type"],
      ...["traceparent", "x-custom"],
    ]);
    expect(listOf(allowed?.headers.get("vary") ?? null)).toEqual(
      expect.arrayContaining(["origin", "access-control-request-headers"]),
    );
    expect(allowed?.headers.get("access-control-max-age")).toBe("600");
  });

  it("lets them ask by GET", async () => {
    const search = new URLSearchParams({ query: "{ viewer { role } }" });
    const headers = { origin: ORIGIN, authorization: `Bearer ${organization.viewer.token}` };
    const answer = await exchange(`${gateway.url}/graphql?${search}`, { headers });
    expect([answer.status, answer.headers.get("access-control-allow-origin")]).toEqual([200, ORIGIN]);
  });

  it("answers OPTIONS that is no preflight with 405", async () => {
    for (const headers of [{ accept: "*/*" }, { origin: ORIGIN }] as Record<string, string>[]) {
      const refused = await exchange(`${gateway.url}/graphql`, { method: "OPTIONS", headers });
      expect([refused.status, refused.headers.get("allow")]).toEqual([405, "GET, HEAD, POST"]);
    }
  });

  it("lets them read refusals too", async () => {
    const refused = await postGraphql(gateway.url, null, QUERY, { origin: ORIGIN });
    expect([refused.status, refused.headers.get("access-control-allow-origin")]).toEqual([401, ORIGIN]);
    const tooLarge = await postGraphql(gateway.url, organization.viewer.token, "x".repeat(300_000), { origin: ORIGIN });
    expect([tooLarge.status, tooLarge.headers.get("access-control-allow-origin")]).toEqual([413, ORIGIN]);
  });

  it.each([
    "https://evil.example",
    "http://console.example.com",
    `${ORIGIN}.evil.example`,
    `${ORIGIN}:8443`,
    "https://sub.console.example.com",
    "null",
    "*",
    `${ORIGIN},https://evil.example`,
  ])("tells pages of %s nothing", async (origin) => {
    const refused = await preflight(`${gateway.url}/graphql`, origin);
    const answer = await postGraphql(gateway.url, organization.viewer.token, QUERY, { origin });
    for (const { headers } of [refused, answer]) expect(headers.get("access-control-allow-origin")).toBeNull();
  });

  it("is for /graphql only", async () => {
    for (const path of ["/oauth/verify", "/health/live"]) {
      const refused = await preflight(gateway.url + path, ORIGIN);
      expect([path, refused.headers.get("access-control-allow-origin")]).toEqual([path, null]);
    }
  });

  it("is for nobody unless told so", async () => {
    const closed = await startTestGateway("sqlite");
    try {
      const refused = await preflight(`${closed.url}/graphql`, ORIGIN);
      expect(refused.headers.get("access-control-allow-origin")).toBeNull();
    } finally {
      await closed.stop();
    }
  });
});
