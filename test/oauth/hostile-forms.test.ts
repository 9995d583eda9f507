import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DATABASE_KINDS } from "../support/databases/databases.js";
import type { TestGateway } from "../support/gateway/gateway.js";
import { basic, type Client, createClient, requestToken, startOauthGateway } from "../support/oauth/oauth-endpoints.js";

const PROVIDER_PATHS = ["/oauth/token", "/oauth/introspect", "/oauth/revoke", "/oauth/client_secret"];
const FORM = "application/x-www-form-urlencoded";

interface Hostile {
  type?: string;
  body: string | Buffer;
}

/** Bodies of a client with these credentials that no client sends. */
const BODIES: Record<string, (id: string, secret: string) => Hostile> = {
  nothing: () => ({ body: "" }),
  JSON: (id, secret) => ({
    type: "application/json",
    body: JSON.stringify({ grant_type: "client_credentials", client_id: id, client_secret: secret }),
  }),
  "JSON that is called a form": () => ({ type: FORM, body: '{"grant_type":"client_credentials"}' }),
  "a multipart form": () => ({ type: "multipart/form-data; boundary=x", body: "--x\r\n\r\nx\r\n--x--" }),
  "a media type that is none": (id, secret) => ({ type: "///;;;", body: goodForm(id, secret) }),
  "100 KiB": (id, secret) => ({ body: `${goodForm(id, secret)}&scope=${"x".repeat(100 * 1024)}` }),
  "2 MiB": (id, secret) => ({ body: `${goodForm(id, secret)}&scope=${"x".repeat(2 * 1024 * 1024)}` }),
  "10,000 parameters": () => ({ body: Array.from({ length: 10_000 }, (_, n) => `${n}=`).join("&") }),
  "a repeated client_id": (id, secret) => ({ body: `${goodForm(id, secret)}&client_id=${id}` }),
  "a repeated client_secret": (id, secret) => ({ body: `${goodForm(id, secret)}&client_secret=${secret}` }),
  "a repeated grant": (id, secret) => ({ body: `${goodForm(id, secret)}&grant_type=client_credentials` }),
  "a repeated scope": (id, secret) => ({ body: `${goodForm(id, secret)}&scope=a&scope=b&token=a&token=b` }),
  "repeated resources": (id, secret) => ({ body: `${goodForm(id, secret)}&resource=a:b&resource=a:c&token=a&token=b` }),
  "NUL in the client_id": (id, secret) => ({ body: goodForm(`${id}\0`, secret) }),
  "NUL in the client_secret": (id, secret) => ({ body: goodForm(id, `${secret}\0`) }),
  "an empty client_secret": (id) => ({ body: goodForm(id, "") }),
  "half a surrogate pair": (id) => ({ body: `grant_type=client_credentials&client_id=${id}&client_secret=%ED%A0%80` }),
  "bytes that are not UTF-8": (id) => ({ body: Buffer.from(`client_id=${id}&client_secret=\xff\xfe\0`, "latin1") }),
  "broken percent encoding": (id) => ({ body: `grant_type=%&client_id=${id}&client_secret=%zz%` }),
  "names of Object.prototype": () => ({ body: "__proto__=1&constructor=1&hasOwnProperty=1&toString=1" }),
  "a client_id that is such a name": () => ({ body: goodForm("__proto__", "constructor") }),
  "names with brackets": (id, secret) => ({ body: `client_id[]=${id}&client_secret[$ne]=${secret}&grant_type[a]=b` }),
  "SQL in the client_id": () => ({ body: goodForm("' OR 1=1 --", "' OR 1=1 --") }),
};

function goodForm(clientId: string, clientSecret: string): string {
  const form = { grant_type: "client_credentials", client_id: clientId, client_secret: clientSecret };
  return new URLSearchParams(form).toString();
}

const base64 = (text: string) => Buffer.from(text, "latin1").toString("base64");

/** Authorization headers that no client sends. */
const HEADERS: Record<string, (id: string, secret: string) => string> = {
  "nothing after Basic": () => "Basic",
  "no base64": () => "Basic !!!!",
  "base64 of nothing": () => `Basic ${base64(":")}`,
  "no colon": (id) => `Basic ${base64(id)}`,
  "no secret": (id) => `Basic ${base64(`${id}:`)}`,
  "no client_id": (_id, secret) => `Basic ${base64(`:${secret}`)}`,
  "broken percent encoding": (id) => `Basic ${base64(`${id}:%zz`)}`,
  "percent-encoded bytes that are not UTF-8": (id) => `Basic ${base64(`${id}:%FF%FE`)}`,
  "bytes that are not UTF-8": (id) => `Basic ${base64(`${id}:\xff\xfe`)}`,
  NUL: (id, secret) => `Basic ${base64(`${id}:${secret}\0`)}`,
  "two credentials": (id, secret) => `${basic(id, secret)}, ${basic(id, secret)}`,
  "another scheme": (id, secret) => basic(id, secret).replace("Basic", "Digest"),
  "a bearer token": (_id, secret) => `Bearer ${secret}`,
  "8 KiB": (id) => `Basic ${base64(`${id}:${"x".repeat(6000)}`)}`,
};

describe.each(DATABASE_KINDS)("hostile requests at the OAuth endpoints on %s", (kind) => {
  let gateway: TestGateway;
  let client: Client;
  let bearer: string;

  beforeAll(async () => {
    gateway = await startOauthGateway(kind);
    const { developer, admin } = await gateway.organization();
    client = await createClient(developer, { tokenEndpointAuthMethod: "CLIENT_SECRET_POST" });
    bearer = admin.token as string;
  });
  afterAll(() => gateway.stop());

  /** Refused with 4xx, without a word of the inside, and the gateway goes on. */
  async function expectRefusal(path: string, init: RequestInit): Promise<void> {
    const response = await fetch(gateway.url + path, { method: "POST", ...init });
    const text = await response.text();
    expect(response.status, text).toBeGreaterThanOrEqual(400);
    expect(response.status, text).toBeLessThan(500);
    expect(text).not.toMatch(/server_error|INTERNAL|node_modules|SELECT|at .*\.js/);
    expect(text).not.toContain(client.clientSecret);
    expect(gateway.log()).not.toContain(client.clientSecret);
    expect((await requestToken(gateway.url, client, {}, "post")).status).toBe(200);
  }

  it.each(Object.entries(BODIES))("refuse a body with %s", async (_name, make) => {
    const { type = FORM, body } = make(client.clientId, client.clientSecret);
    for (const path of PROVIDER_PATHS) await expectRefusal(path, { headers: { "content-type": type }, body });
  });

  it.each(Object.entries(HEADERS))("refuse an authorization header with %s", async (_name, make) => {
    const authorization = make(client.clientId, client.clientSecret);
    const body = new URLSearchParams({ grant_type: "client_credentials", token: "x" });
    for (const path of PROVIDER_PATHS) await expectRefusal(path, { headers: { authorization }, body });
  });

  it.each(["scope", "resource", "client_id", "grant_type"])("refuse NUL in the parameter %s", async (name) => {
    const body = new URLSearchParams(goodForm(client.clientId, client.clientSecret));
    body.set(name, "a\0b");
    await expectRefusal("/oauth/token", { body });
  });

  it.each(["GET", "PUT", "PATCH", "DELETE"])("refuse the method %s", async (method) => {
    for (const path of [...PROVIDER_PATHS, "/oauth/verify"]) await expectRefusal(path, { method });
  });

  it.each(Object.entries(BODIES))("answer false or refuse at /oauth/verify for %s", async (_name, make) => {
    const { type = FORM, body } = make(client.clientId, `not-${client.clientSecret}`);
    const headers = { "content-type": type, authorization: `Bearer ${bearer}` };
    const response = await fetch(`${gateway.url}/oauth/verify`, { method: "POST", headers, body });
    const text = await response.text();
    if (response.status === 200) expect(text).toBe('{"active":false}');
    else expect([400, 413, 415]).toContain(response.status);
  });
});
