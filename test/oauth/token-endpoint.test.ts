import { exportJWK, generateKeyPair, SignJWT } from "jose";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DATABASE_KINDS } from "../support/databases/databases.js";
import type { TestGateway } from "../support/gateway/gateway.js";
import {
  basic,
  createClient,
  introspect,
  postForm,
  requestToken,
  startOauthGateway,
} from "../support/oauth/oauth-endpoints.js";

describe.each(DATABASE_KINDS)("the token endpoint on %s", (kind) => {
  let gateway: TestGateway;

  beforeAll(async () => {
    gateway = await startOauthGateway(kind);
  });
  afterAll(() => gateway.stop());

  const client = async (input?: Record<string, unknown>) =>
    createClient((await gateway.organization()).developer, input);

  it.each([
    { tokenEndpointAuthMethod: "CLIENT_SECRET_BASIC", presentation: "basic" },
    { tokenEndpointAuthMethod: "CLIENT_SECRET_POST", presentation: "post" },
  ] as const)("gives a token to a client that presents its secret by $presentation, as it says", async (way) => {
    const own = await client({ tokenEndpointAuthMethod: way.tokenEndpointAuthMethod });
    const { status, json, headers } = await requestToken(gateway.url, own, {}, way.presentation);
    expect(json).toEqual({ access_token: expect.any(String), token_type: "Bearer", expires_in: 3600 });
    expect(status).toBe(200);
    expect(headers.get("cache-control")).toBe("no-store");
  });

  it("gives opaque tokens of at least 256 bits, each time another", async () => {
    const own = await client();
    const answers = await Promise.all([1, 2, 3].map(() => requestToken(gateway.url, own)));
    const tokens = answers.map(({ json }) => json.access_token);
    expect(new Set(tokens).size).toBe(3);
    for (const token of tokens) expect(token).toMatch(/^[\w-]{43,}$/);
  });

  it("gives every scope of the application when none is asked for", async () => {
    const own = await client({ scopes: ["orders:read", "orders:write"] });
    const { json } = await requestToken(gateway.url, own);
    expect(json.scope).toBe("orders:read orders:write");
    expect((await introspect(gateway.url, own, json.access_token)).json.scope).toBe("orders:read orders:write");
  });

  it("gives just the scopes that are asked for", async () => {
    const own = await client({ scopes: ["orders:read", "orders:write", "stock"] });
    const { json } = await requestToken(gateway.url, own, { scope: "stock orders:read" });
    expect(json.scope.split(" ").sort()).toEqual(["orders:read", "stock"]);
    const introspected = (await introspect(gateway.url, own, json.access_token)).json;
    expect(introspected.scope.split(" ").sort()).toEqual(["orders:read", "stock"]);
  });

  it.each(["admin", "orders:read admin", "ORDERS:READ", "orders:rea", "openid", "offline_access"])(
    "refuses the scope %s, which the application does not have",
    async (scope) => {
      const own = await client({ scopes: ["orders:read"] });
      const { status, json } = await requestToken(gateway.url, own, { scope });
      expect(json.error).toBe("invalid_scope");
      expect(status).toBe(400);
    },
  );

  it("refuses every scope to an application without scopes", async () => {
    const { status, json } = await requestToken(gateway.url, await client(), { scope: "orders:read" });
    expect([status, json.error]).toEqual([400, "invalid_scope"]);
  });

  it("does not repeat a secret that was sent as a scope", async () => {
    const own = await client({ scopes: ["orders:read"] });
    const { json } = await requestToken(gateway.url, own, { scope: `orders:read ${own.clientSecret}` });
    expect(json).toEqual({
      error: "invalid_scope",
      error_description: "the application does not have this scope",
    });
  });

  it("refuses two authentication methods at once, even when both are right", async () => {
    const { clientId, clientSecret } = await client();
    const form = { grant_type: "client_credentials", client_id: clientId, client_secret: clientSecret };
    const authorization = basic(clientId, clientSecret);
    const { status, json } = await postForm(`${gateway.url}/oauth/token`, form, { authorization });
    expect([status, json.error]).toEqual([400, "invalid_request"]);
  });

  it("refuses a client_id in the body that is not the one in the header", async () => {
    const [own, other] = [await client(), await client()];
    const { status, json } = await requestToken(gateway.url, own, { client_id: other.clientId });
    expect([status, json.error]).toEqual([400, "invalid_request"]);
  });

  it.each([
    "authorization_code",
    "refresh_token",
    "implicit",
    "password",
    "urn:ietf:params:oauth:grant-type:jwt-bearer",
  ])("does not support the grant %s, also for an application that may use it elsewhere", async (grant) => {
    const grantTypes = ["AUTHORIZATION_CODE", "REFRESH_TOKEN", "CLIENT_CREDENTIALS"];
    const own = await client({ grantTypes, redirectUris: ["https://app.example.com/cb"] });
    const { status, json } = await requestToken(gateway.url, own, { grant_type: grant, code: "x", refresh_token: "x" });
    expect([status, json.error]).toEqual([400, "unsupported_grant_type"]);
  });

  it("refuses an application without the client credentials grant", async () => {
    const own = await client({ grantTypes: ["AUTHORIZATION_CODE"] });
    const { status, json } = await requestToken(gateway.url, own);
    expect([status, json.error]).toEqual([400, "unauthorized_client"]);
  });

  it("refuses a request without a grant", async () => {
    const { clientId, clientSecret } = await client();
    const authorization = basic(clientId, clientSecret);
    const { status, json } = await postForm(`${gateway.url}/oauth/token`, {}, { authorization });
    expect([status, json.error]).toEqual([400, "invalid_request"]);
  });

  it.each(["https://api.example.com", "urn:oauth-application:app_0000000000000000000000", "not a uri"])(
    "refuses the resource %s",
    async (resource) => {
      const { status, json } = await requestToken(gateway.url, await client(), { resource });
      expect([status, json.error]).toEqual([400, "invalid_target"]);
    },
  );

  it("refuses the gateway itself as the resource of an application that is no member", async () => {
    const { status, json } = await requestToken(gateway.url, await client(), { resource: gateway.url });
    expect([status, json.error]).toEqual([400, "invalid_target"]);
  });

  it("promises no token that is bound to a key (RFC 9449), which it would not check", async () => {
    const own = await client();
    const url = `${gateway.url}/oauth/token`;
    const { publicKey, privateKey } = await generateKeyPair("ES256");
    const proof = await new SignJWT({ jti: "once", htm: "POST", htu: url })
      .setProtectedHeader({ typ: "dpop+jwt", alg: "ES256", jwk: await exportJWK(publicKey) })
      .setIssuedAt()
      .sign(privateKey);
    const headers = { authorization: basic(own.clientId, own.clientSecret), dpop: proof };
    const { json } = await postForm(url, { grant_type: "client_credentials" }, headers);
    expect(json).toMatchObject({ token_type: "Bearer" });
  });

  it("answers in JSON also to who would rather have HTML", async () => {
    const { clientId } = await client();
    const headers = { authorization: basic(clientId, "wrong"), accept: "text/html" };
    const { status, json } = await postForm(
      `${gateway.url}/oauth/token`,
      { grant_type: "client_credentials" },
      headers,
    );
    expect([status, json?.error]).toEqual([401, "invalid_client"]);
  });
});
