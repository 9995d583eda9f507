import { METHODS, request } from "node:http";
import { connect } from "node:net";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { COLLECTION } from "../support/dialects/dialects.js";
import { openapiOf } from "../support/dialects/openapi.js";
import type { TestGateway, TestOrganization } from "../support/gateway/gateway.js";
import { type Exchange, sendRaw } from "../support/gateway/http-exchange.js";
import { startOauthGateway } from "../support/oauth/oauth-endpoints.js";
import { FORM } from "../support/oauth/token-routes.js";

const OAUTH = ["/oauth/token", "/oauth/introspect", "/oauth/revoke", "/oauth/client_secret"];
const ALIASES = ["/api/v1/oauth/token", "/csp/gateway/am/api/auth/token", "/csp/gateway/am/api/auth/authorize"];
const METADATA = ["/.well-known/oauth-authorization-server", "/.well-known/openid-configuration", "/oauth/jwks"];
const PUBLIC = ["/health/live", "/health/ready", "/openapi.json", ...METADATA];

/** Node's own client has no answer to CONNECT. */
const ALL_METHODS = METHODS.filter((method) => method !== "CONNECT");

/** What fetch would not send. */
function send(url: string, method: string, headers: Record<string, string> = {}, body?: Buffer): Promise<Exchange> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method, headers, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk) => chunks.push(chunk));
      response.on("end", () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: new Headers(response.headers as Record<string, string>),
          text: Buffer.concat(chunks).toString(),
        }),
      );
    });
    sent.on("error", reject);
    sent.end(body);
  });
}

/** Sends chunks of a form until the server closes the connection. */
function sendEndlessly(url: string, path: string, chunk: string): Promise<{ text: string; bytes: number }> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve) => {
    let text = "";
    const socket = connect(Number(port), hostname);
    const chunks = `${chunk.length.toString(16)}\r\n${chunk}\r\n`.repeat(100);
    const write = () => {
      while (socket.writable && socket.write(chunks));
    };
    socket.write(
      `POST ${path} HTTP/1.1\r\nHost: gateway\r\nContent-Type: ${FORM}\r\nTransfer-Encoding: chunked\r\n\r\n`,
    );
    socket.on("drain", write);
    socket.on("data", (data) => (text += data));
    socket.on("error", () => undefined);
    socket.on("close", () => resolve({ text, bytes: socket.bytesWritten }));
    write();
  });
}

describe("methods", () => {
  let gateway: TestGateway;
  let organization: TestOrganization;
  let token: Record<string, string>;

  beforeAll(async () => {
    gateway = await startOauthGateway("sqlite", {
      env: { CORS_ORIGINS: "https://app.example.com", METRICS_PORT: "0" },
    });
    organization = await gateway.organization();
    token = { authorization: `Bearer ${organization.owner.token}` };
    await organization.owner.createApplication({ name: "One" });
  });
  afterAll(() => gateway.stop());

  const collections = () => Object.values(COLLECTION).map((pathOf) => pathOf(organization.id));
  const query = `/graphql?${new URLSearchParams({ query: "{ viewer { role } }" })}`;

  it("HEAD is answered as GET is, without the body: what curl -I and load balancers send", async () => {
    for (const path of [...PUBLIC, query, ...collections()]) {
      const got = await send(gateway.url + path, "GET", token);
      const [head, ...more] = await sendRaw(
        gateway.url,
        `HEAD ${path} HTTP/1.1\r\nHost: a\r\nAuthorization: ${token.authorization}\r\nConnection: close\r\n\r\n`,
      );
      expect([path, head?.status, head?.text, more]).toEqual([path, 200, "", []]);
      for (const name of ["content-type", "cache-control", "pragma"]) {
        expect([path, name, head?.headers.get(name)]).toEqual([path, name, got.headers.get(name)]);
      }
      const length = got.headers.get("content-length");
      expect([path, head?.headers.get("content-length")]).toEqual([path, length]);
    }
  });

  it("HEAD is refused as GET is", async () => {
    for (const path of [query, ...collections()]) {
      const refused = await send(gateway.url + path, "HEAD");
      expect([path, refused.status, refused.text]).toEqual([path, 401, ""]);
      expect(refused.headers.get("www-authenticate")).toContain("Bearer");
    }
    expect((await send(`${gateway.url}/nothing`, "HEAD")).status).toBe(404);
    const mutation = new URLSearchParams({
      query: 'mutation { createOAuthApplication(input: {name: "x"}) { clientSecret } }',
    });
    expect((await send(`${gateway.url}/graphql?${mutation}`, "HEAD", token)).status).toBe(405);
  });

  it("that a path does not have are 405, with those that it has, whoever asks and whatever they send", async () => {
    const described = Object.entries((await openapiOf(gateway.url)).paths as Record<string, object>);
    const paths: [path: string, methods: string[]][] = [
      ...PUBLIC.map((path): [string, string[]] => [path, ["GET"]]),
      ...[...OAUTH, "/oauth/verify"].map((path): [string, string[]] => [path, ["POST"]]),
      ["/graphql", ["GET", "POST"]],
      ...described.map(([path, operations]): [string, string[]] => [
        path.replaceAll(/\{\w+\}/g, "0123456789abcdef0123456789abcdef"),
        Object.keys(operations).map((method) => method.toUpperCase()),
      ]),
    ];
    expect(paths.length).toBeGreaterThan(25);
    for (const [path, methods] of paths) {
      const has = [...methods, ...(methods.includes("GET") ? ["HEAD"] : [])].sort();
      for (const method of ALL_METHODS.filter((one) => !has.includes(one))) {
        const body = ["TRACE", "HEAD", "GET"].includes(method) ? undefined : Buffer.from("{");
        const headers: Record<string, string> = body ? { "content-type": "application/json" } : {};
        const { status, headers: told } = await send(gateway.url + path, method, headers, body);
        expect([method, path, status, told.get("allow")]).toEqual([method, path, 405, has.join(", ")]);
        expect(told.get("cache-control")).toBe("no-store");
      }
    }
  });

  it("that are wrong are refused in the words of the way in", async () => {
    const [clerk, cloudflare, meteroid, csp] = collections();
    const put = async (path: string) => JSON.parse((await send(gateway.url + path, "PUT")).text);
    expect(await put("/graphql")).toMatchObject({ errors: [{ extensions: { code: "BAD_REQUEST" } }] });
    expect(await put("/health/live")).toMatchObject({ errors: [{ extensions: { code: "BAD_REQUEST" } }] });
    expect(await put("/oauth/token?x")).toEqual({ error: "invalid_request", error_description: expect.any(String) });
    expect(await put(clerk ?? "")).toMatchObject({ errors: [{ code: "method_not_allowed" }] });
    expect(await put(cloudflare ?? "")).toMatchObject({ success: false, errors: [{ code: 10405 }] });
    expect(await put(meteroid ?? "")).toMatchObject({ code: "BAD_REQUEST" });
    expect(await put(csp ?? "")).toMatchObject({ statusCode: 405, cspErrorCode: "method_not_allowed" });
    for (const path of ALIASES) expect(await put(path)).toBeTruthy();
  });

  it("of the metrics are GET and HEAD", async () => {
    const url = gateway.metricsUrl ?? "";
    expect(await send(url, "HEAD")).toMatchObject({ status: 200, text: "" });
    for (const method of ["POST", "PUT", "DELETE", "OPTIONS"]) {
      const refused = await send(url, method);
      expect([method, refused.status, refused.headers.get("allow")]).toEqual([method, 405, "GET, HEAD"]);
    }
  });

  it("are 404 where there is nothing, without a header Allow", async () => {
    for (const path of ["/nothing", "/graphqlx", "/health", "/oauth", "/v1/nothing", "/v1/oauth_applications/a/b/c"]) {
      for (const method of ["GET", "POST", "OPTIONS", "PROPFIND"]) {
        const { status, headers } = await send(gateway.url + path, method);
        expect([method, path, status, headers.get("allow")]).toEqual([method, path, 404, null]);
      }
    }
  });

  const bodies = () => [
    ["/graphql", "application/json", '{"query":"{ viewer { role } }"}'],
    ...collections().map((path) => [path, "application/json", "{}"]),
    ...["/oauth/verify", ...OAUTH, ...ALIASES].map((path) => [path, FORM, "grant_type=client_credentials"]),
  ];

  it("with a compressed body are 415, and told that none is read", async () => {
    for (const [path = "", type = "", body = ""] of bodies()) {
      for (const coding of ["gzip", "br", "identity, gzip"]) {
        const headers = { ...token, "content-type": type, "content-encoding": coding };
        const refused = await send(gateway.url + path, "POST", headers, gzipSync(body));
        expect([path, coding, refused.status, refused.headers.get("accept-encoding")]).toEqual([
          path,
          coding,
          415,
          "identity",
        ]);
        expect(refused.text).toContain("Content-Encoding");
      }
      const plain = { ...token, "content-type": type, "content-encoding": "Identity" };
      expect((await send(gateway.url + path, "POST", plain, Buffer.from(body))).status).not.toBe(415);
    }
  });

  it("with a form of more than 56 KiB are 413 at the OAuth endpoints, also when it comes in chunks", async () => {
    for (const path of [...OAUTH, ...ALIASES]) {
      for (const [length, status] of [
        [57_344, 401],
        [57_345, 413],
        [300_000, 413],
      ]) {
        const form = Buffer.from(
          "client_id=x&client_secret=y&grant_type=client_credentials&token=".padEnd(length ?? 0, "z"),
        );
        for (const [name, value] of [
          ["content-length", String(length)],
          ["transfer-encoding", "chunked"],
        ] as const) {
          const answer = await send(gateway.url + path, "POST", { "content-type": FORM, [name]: value }, form);
          expect([path, length, name, answer.status]).toEqual([path, length, name, status]);
          if (status === 413) expect(answer.text).toContain("57344");
        }
      }
    }
  });

  it("with a form in chunks that never ends are 413, and the connection closes", async () => {
    for (const path of OAUTH) {
      for (const chunk of ["z", "z".repeat(1000)]) {
        const taken = await sendEndlessly(gateway.url, path, chunk);
        expect(taken.text).toMatch(/^HTTP\/1\.1 413 /);
        expect(taken.bytes).toBeLessThan(20 * 1024 * 1024);
      }
    }
  });

  it("all get Pragma beside Cache-Control (RFC 6749 §5.1)", async () => {
    for (const path of [...PUBLIC, "/nothing", query, ...OAUTH]) {
      const { headers } = await send(gateway.url + path, OAUTH.includes(path) ? "POST" : "GET", token);
      expect([path, headers.get("cache-control"), headers.get("pragma")]).toEqual([path, "no-store", "no-cache"]);
    }
  });
});
