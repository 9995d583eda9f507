// Too long for a quick run.
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startTestGateway, type TestGateway, type TestOrganization } from "../support/gateway/gateway.js";
import {
  exchange,
  expectNothingOfTheInside,
  expectRefusal,
  MARKER,
  postGraphql,
  sendRaw,
} from "../support/gateway/http-exchange.js";

const QUERY = '{"query":"{ viewer { role } }"}';

describe("a hostile request", () => {
  let gateway: TestGateway;
  let organization: TestOrganization;

  beforeAll(async () => {
    gateway = await startTestGateway("sqlite");
    organization = await gateway.organization();
  });
  afterAll(() => gateway.stop());

  const codesOf = (answer: Parameters<typeof expectRefusal>[0]) =>
    expectRefusal(answer).map(({ extensions }) => extensions.code);

  it.each([
    ["nothing", ""],
    ["white space", "  \n"],
    ["null", "null"],
    ["a number", "42"],
    ["a string", `"${MARKER}"`],
    ["true", "true"],
    ["an empty array", "[]"],
    ["a batch", `[${QUERY},${QUERY}]`],
    ["an array of arrays", "[[[[]]]]"],
    ["an empty object", "{}"],
    ["an object without a query", '{"variables":{}}'],
    ["a query that is null", '{"query":null}'],
    ["a query that is empty", '{"query":""}'],
    ["a query that is a number", '{"query":42}'],
    ["a query that is an array", '{"query":["{ viewer { role } }"]}'],
    ["a query that is an object", `{"query":{"${MARKER}":1}}`],
    ["variables that are a string", `{"query":"{ viewer { role } }","variables":"${MARKER}"}`],
    ["variables that are JSON in a string", `{"query":"{ viewer { role } }","variables":"{\\"a\\":"}`],
    ["variables that are an array", '{"query":"{ viewer { role } }","variables":[1]}'],
    ["an operation name that is an object", '{"query":"{ viewer { role } }","operationName":{}}'],
    ["an operation name that is a number", '{"query":"{ viewer { role } }","operationName":1}'],
    ["extensions that are a string", '{"query":"{ viewer { role } }","extensions":"x"}'],
    ["invalid JSON", '{"query":'],
    ["JSON with a secret in the wrong place", `{"query": ${MARKER}}`],
    ["JSON with a byte order mark and more", `\ufeff\ufeff${QUERY}`],
    ["two JSON objects", `${QUERY}${QUERY}`],
    ["NUL", "\0"],
    ["1,000 open brackets", "[".repeat(1000)],
    ["250,000 open brackets", "[".repeat(250_000)],
    ["100,000 open objects", '{"a":'.repeat(50_000)],
    ["__proto__", '{"query":"{ viewer { role } }","__proto__":{"admin":true}}'],
    ["__proto__ in variables", '{"query":"{ viewer { role } }","variables":{"__proto__":{"admin":true}}}'],
    [
      "constructor.prototype in variables",
      '{"query":"{ viewer { role } }","variables":{"constructor":{"prototype":{"a":1}}}}',
    ],
  ])("is refused with 400 when its body is %s", async (_name, body) => {
    const refused = await postGraphql(gateway.url, organization.viewer.token, body);
    expect(refused.status, refused.text).toBe(400);
    expect(codesOf(refused)).toHaveLength(1);
    expect(({} as { admin?: boolean }).admin).toBeUndefined();
  });

  it("is refused when its body is not UTF-8", async () => {
    const body = Buffer.concat([
      Buffer.from('{"query":"{ oauthApplications(filter: {query: \\"'),
      Buffer.from([0xff, 0xfe, 0xc0, 0x80]),
      Buffer.from('\\"}) { totalCount } }"}'),
    ]);
    const refused = await postGraphql(gateway.url, organization.viewer.token, new Uint8Array(body));
    expect(refused.status).toBe(400);
    expect(codesOf(refused)).toEqual(["BAD_REQUEST"]);
  });

  it.each([
    "text/plain",
    "multipart/form-data; boundary=x",
    "application/graphql",
    "application/x-www-form-urlencoded",
    "text/html",
    "application/json5",
    "x",
    "application/json, text/plain",
    ";;;",
  ])("is refused with 415 when it says to be %s", async (type) => {
    const refused = await postGraphql(gateway.url, organization.viewer.token, QUERY, { "content-type": type });
    expect([refused.status, ...codesOf(refused)]).toEqual([415, "UNSUPPORTED_MEDIA_TYPE"]);
  });

  it("is refused when it does not say what its body is", async () => {
    const body = Buffer.from(QUERY);
    const headers = { authorization: `Bearer ${organization.viewer.token}` };
    const refused = await exchange(`${gateway.url}/graphql`, { method: "POST", headers, body });
    expect([refused.status, ...codesOf(refused)]).toEqual([415, "UNSUPPORTED_MEDIA_TYPE"]);
  });

  it("is refused when its body is compressed", async () => {
    const refused = await postGraphql(gateway.url, organization.viewer.token, new Uint8Array(gzipSync(QUERY)), {
      "content-encoding": "gzip",
    });
    expect([400, 415]).toContain(refused.status);
    expectRefusal(refused);
  });

  it("cannot change what a variable is by the name of its key", async () => {
    const { data } = await organization.developer.send(
      "mutation ($input: CreateOAuthApplicationInput!) { createOAuthApplication(input: $input) { oauthApplication { name } } }",
      { input: JSON.parse('{"name":"x","constructor":1}') },
    );
    expect(data?.createOAuthApplication ?? null).toBeNull();
  });

  it.each(["PUT", "PATCH", "DELETE", "TRACE", "PROPFIND", "SEARCH", "LOCK", "QUERY"])(
    "is refused when its method is %s",
    async (method) => {
      const [refused] = await sendRaw(
        gateway.url,
        `${method} /graphql?query={__typename} HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer ${organization.viewer.token}\r\nConnection: close\r\nApollo-Require-Preflight: 1\r\n\r\n`.replace(
          "{__typename}",
          "%7B__typename%7D",
        ),
      );
      expect(refused?.status).toBeGreaterThanOrEqual(400);
      expect(refused?.status).toBeLessThan(500);
      if (refused) expectRefusal(refused);
    },
  );

  const raw = (head: string, body = "") =>
    `${head}\r\nAuthorization: Bearer ${organization.viewer.token}\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;

  it.each([
    '"a b"',
    "a b",
    "",
    "a".repeat(8000),
    "localhost:99999999",
    "\u00ff\u00fe",
    "<script>",
    "[::1",
    "../..",
    "a,b",
  ])("is served without a look at the host %s", async (host) => {
    const [answer] = await sendRaw(
      gateway.url,
      Buffer.from(raw(`POST /graphql HTTP/1.1\r\nHost: ${host}`, QUERY), "latin1"),
    );
    expect(answer?.status).toBe(200);
    expect(JSON.parse(answer?.text ?? "")).toEqual({ data: { viewer: { role: "VIEWER" } } });
  });

  it.each([
    ["a method that is none", (raw: string) => raw.replace("POST", "SECRETS")],
    ["a method in lower case", (raw: string) => raw.replace("POST", "post")],
    ["an HTTP version that is none", (raw: string) => raw.replace("HTTP/1.1", "HTTP/9.9")],
    ["a space in its path", (raw: string) => raw.replace("/graphql", `/gra phql${MARKER}`)],
    ["an absolute URL of another host", (raw: string) => raw.replace("/graphql", `http://${MARKER}.example/graph`)],
    ["a percent sign without digits in its path", (raw: string) => raw.replace("/graphql", `/graphql%${MARKER}`)],
    ["a percent-encoded byte that is not UTF-8 in its path", (raw: string) => raw.replace("/graphql", "/graphql%ff")],
    ["NUL in its path", (raw: string) => raw.replace("/graphql", "/graphql%00")],
    ["dots in its path", (raw: string) => raw.replace("/graphql", "/graphql/../../../etc/passwd")],
    ["a path of 12 KiB", (raw: string) => raw.replace("/graphql", `/${MARKER.repeat(400)}`)],
    ["a header of 64 KiB", (raw: string) => raw.replace("Host: a", `Host: a\r\nX-Large: ${"a".repeat(65_536)}`)],
    ["3,000 headers", (raw: string) => raw.replace("Host: a", `Host: a${"\r\nX: 1".repeat(3000)}`)],
    ["a header without a colon", (raw: string) => raw.replace("Host: a", `Host: a\r\n${MARKER}`)],
    ["NUL in a header", (raw: string) => raw.replace("Host: a", "Host: a\r\nX-Nul: \0")],
    ["a length that is no number", (raw: string) => raw.replace(/Length: \d+/, `Length: ${MARKER}`)],
    ["a negative length", (raw: string) => raw.replace(/Length: \d+/, "Length: -1")],
    ["two lengths", (raw: string) => raw.replace("Host: a", "Host: a\r\nContent-Length: 3")],
    ["a length and chunks", (raw: string) => raw.replace("Host: a", "Host: a\r\nTransfer-Encoding: chunked")],
    ["chunks that are none", (raw: string) => raw.replace(/Content-Length: \d+/, "Transfer-Encoding: chunked")],
    ["an unknown transfer encoding", (raw: string) => raw.replace(/Content-Length: \d+/, "Transfer-Encoding: zip")],
    ["TLS", () => Buffer.from("16030100c8010000c40303", "hex")],
    ["HTTP/2", () => "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"],
    ["noise", () => `${MARKER}\r\n\r\n`],
  ])("is refused in the common shape when it has %s", async (_name, distort) => {
    const [refused] = await sendRaw(gateway.url, distort(raw("POST /graphql HTTP/1.1\r\nHost: a", QUERY)));
    if (!refused) throw new Error("no answer");
    expect(refused.status).toBeGreaterThanOrEqual(400);
    expect(codesOf(refused)).toHaveLength(1);
  });

  // Node refuses these itself, without a body and without asking us.
  it.each([
    ["no host", "Host: a\r\n", "", 400],
    ["an unknown expectation", "Host: a", "Host: a\r\nExpect: 200-ok", 417],
  ])("is refused when it has %s", async (_name, part, replacement, status) => {
    const [refused] = await sendRaw(
      gateway.url,
      raw("POST /graphql HTTP/1.1\r\nHost: a", QUERY).replace(part, replacement),
    );
    expect(refused).toMatchObject({ status, text: "" });
  });

  it("is answered 5,000 times when 5,000 are sent at once through one connection", async () => {
    const one = raw("POST /graphql HTTP/1.1\r\nHost: a", QUERY);
    const answers = await sendRaw(
      gateway.url,
      one.replace("Connection: close", "Connection: keep-alive").repeat(4999) + one,
    );
    expect(answers).toHaveLength(5000);
    expect(new Set(answers.map(({ status, text }) => `${status} ${text.trim()}`))).toEqual(
      new Set(['200 {"data":{"viewer":{"role":"VIEWER"}}}']),
    );
  });

  it("finds nothing of the inside at other paths", async () => {
    for (const path of [
      "/",
      "/graphql/",
      "/graphql/x",
      "/metrics",
      "/health",
      "/.env",
      "/oauth",
      "/admin",
      "/favicon.ico",
      "/GRAPHQL",
    ]) {
      const refused = await exchange(gateway.url + path);
      expect([path, refused.status]).toEqual([path, 404]);
      expect(codesOf(refused)).toEqual(["NOT_FOUND"]);
      expectNothingOfTheInside([...refused.headers].join());
    }
  });
});
