import { request } from "node:http";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { TestGateway } from "../support/gateway/gateway.js";
import { startOauthGateway } from "../support/oauth/oauth-endpoints.js";

const WELL_KNOWN = ["/.well-known/oauth-authorization-server", "/.well-known/openid-configuration"] as const;
const METHODS = ["client_secret_basic", "client_secret_post"];

function metadataOf(issuer: string) {
  return {
    issuer,
    token_endpoint: `${issuer}/oauth/token`,
    token_endpoint_auth_methods_supported: METHODS,
    introspection_endpoint: `${issuer}/oauth/introspect`,
    introspection_endpoint_auth_methods_supported: METHODS,
    revocation_endpoint: `${issuer}/oauth/revoke`,
    revocation_endpoint_auth_methods_supported: METHODS,
    client_secret_endpoint: `${issuer}/oauth/client_secret`,
    client_secret_endpoint_auth_methods_supported: METHODS,
    grant_types_supported: ["client_credentials"],
    response_types_supported: [],
  };
}

/** The document at each path: what OpenID Connect Discovery §3 requires is in its own one only. */
function documentAt(path: (typeof WELL_KNOWN)[number], issuer: string) {
  if (path !== "/.well-known/openid-configuration") return metadataOf(issuer);
  return {
    ...metadataOf(issuer),
    jwks_uri: `${issuer}/oauth/jwks`,
    subject_types_supported: ["public"],
    id_token_signing_alg_values_supported: ["RS256"],
  };
}

/** The body of a GET with headers that fetch would not send. */
function getWith(url: string, headers: Record<string, string>): Promise<string> {
  return new Promise((resolve, reject) => {
    request(url, { headers }, (response) => {
      let body = "";
      response.on("data", (chunk) => {
        body += chunk;
      });
      response.on("end", () => resolve(body));
    })
      .on("error", reject)
      .end();
  });
}

describe("the authorization server's metadata", () => {
  let gateway: TestGateway;

  beforeAll(async () => {
    gateway = await startOauthGateway("sqlite");
  });
  afterAll(() => gateway.stop());

  it.each(WELL_KNOWN)("at %s names what is offered, and no redirect-based grant or its endpoints", async (path) => {
    const response = await fetch(gateway.url + path);
    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toMatch(/^application\/json/);
    expect(await response.json()).toEqual(documentAt(path, gateway.url));
  });

  it.each<Record<string, string>>([
    { host: "evil.example.com" },
    { host: "127.0.0.1" },
    { "x-forwarded-host": "evil.example.com", "x-forwarded-proto": "https", "x-forwarded-prefix": "/evil" },
    { forwarded: "host=evil.example.com;proto=https" },
    { "x-original-url": "/evil", "x-rewrite-url": "/evil" },
  ])("does not depend on the request's %o", async (headers) => {
    for (const path of WELL_KNOWN) {
      expect(JSON.parse(await getWith(gateway.url + path, headers))).toEqual(documentAt(path, gateway.url));
    }
  });

  it.each(["https://auth.example.com", "https://auth.example.com:8443", "https://example.com/gateway"])(
    "follows from PUBLIC_URL: %s",
    async (issuer) => {
      const own = await startOauthGateway("sqlite", { env: { PUBLIC_URL: issuer } });
      try {
        for (const path of WELL_KNOWN) {
          expect(await (await fetch(own.url + path)).json()).toEqual(documentAt(path, issuer));
        }
      } finally {
        await own.stop();
      }
    },
  );

  it("at /.well-known/openid-configuration has all that OpenID Connect Discovery requires, but for authorization_endpoint", async () => {
    const document = (await (await fetch(`${gateway.url}${WELL_KNOWN[1]}`)).json()) as Record<string, unknown>;
    const required = [
      ...["issuer", "token_endpoint", "jwks_uri", "response_types_supported", "subject_types_supported"],
      "id_token_signing_alg_values_supported",
    ];
    expect(Object.keys(document)).toEqual(expect.arrayContaining(required));
    expect(document).not.toHaveProperty("authorization_endpoint");
    expect(document.id_token_signing_alg_values_supported).toContain("RS256");
    const named = Object.entries(document).filter(([name]) => /_(?:endpoint|uri)$/.test(name));
    for (const [name, url] of named) {
      const isKeys = name === "jwks_uri";
      const response = await fetch(String(url), { method: isKeys ? "GET" : "POST" });
      expect([name, response.status === 404 || response.status === 405]).toEqual([name, false]);
    }
  });

  it("names a key set without a key, since no token is signed", async () => {
    const response = await fetch(`${gateway.url}/oauth/jwks`);
    expect([response.status, response.headers.get("content-type")]).toEqual([
      200,
      "application/jwk-set+json; charset=utf-8",
    ]);
    expect(await response.json()).toEqual({ keys: [] });
  });

  it("may be read by pages of any origin", async () => {
    for (const path of [...WELL_KNOWN, "/oauth/jwks"]) {
      const { headers } = await fetch(gateway.url + path, { headers: { origin: "https://app.example.com" } });
      expect([path, headers.get("access-control-allow-origin")]).toEqual([path, "*"]);
    }
  });

  it("is where the Clerk dialect's discovery_url leads", async () => {
    const { developer } = await gateway.organization();
    const { id } = await developer.createApplication();
    const headers = { authorization: `Bearer ${developer.token}` };
    const response = await fetch(`${gateway.url}/v1/oauth_applications/${id}`, { headers });
    const { discovery_url: url, token_fetch_url } = (await response.json()) as Record<string, string>;
    const found = await fetch(url ?? "");
    expect([found.status, await found.json()]).toMatchObject([200, { token_endpoint: token_fetch_url }]);
  });

  it.each([
    "/auth",
    "/oauth/auth",
    "/oauth/authorize",
    "/jwks",
    "/me",
    "/session/end",
    "/request",
    "/device/auth",
    "/reg",
  ])("hides nothing: there is nothing at %s", async (path) => {
    for (const method of ["GET", "POST"]) expect((await fetch(gateway.url + path, { method })).status).toBe(404);
  });

  it("is found, as every endpoint is, at a path whose letters are percent-encoded (RFC 3986 §6.2.2.2)", async () => {
    const metadata = await fetch(`${gateway.url}/.well-known/openid-configuratio%6e`);
    expect(await metadata.json()).toEqual(documentAt("/.well-known/openid-configuration", gateway.url));
    const refused = await fetch(`${gateway.url}/oauth/%74oken`, { method: "POST", body: new URLSearchParams() });
    expect([refused.status, ((await refused.json()) as { error: string }).error]).toEqual([400, "invalid_request"]);
  });
});
