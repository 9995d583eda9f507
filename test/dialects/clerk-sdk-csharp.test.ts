import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DATABASE_KINDS } from "../support/databases/databases.js";
import { type DialectAnswer, dialectClient } from "../support/dialects/dialects.js";
import { startTestGateway, type TestGateway } from "../support/gateway/gateway.js";
import type { GraphqlClient } from "../support/gateway/graphql-client.js";

/** What its models have as non-null, by the type that its deserializer enforces. */
const REQUIRED = {
  string: [
    ...["object", "id", "instance_id", "name", "client_id", "scopes", "callback_url", "authorize_url"],
    ...["token_fetch_url", "user_info_url", "discovery_url", "token_introspection_url"],
  ],
  boolean: ["dynamically_registered", "consent_screen_enabled", "pkce_required", "public"],
  integer: ["created_at", "updated_at"],
};

/** What create sends whatever its caller set, and update of scopes. */
const ALWAYS = { scopes: "profile email", consent_screen_enabled: true, pkce_required: false };

/** The C# SDK on the wire. It takes only 200 for a success, and reads only `application/json`. */
function csharpSdk({ url, token }: GraphqlClient) {
  const client = dialectClient(url, token);
  const send = async (method: string, path: string, body?: object): Promise<DialectAnswer> => {
    // `serverUrl` has the version in it, unlike the JavaScript SDK's base URL.
    const answer = await client.request(method, `/v1${path}`, {
      ...(body ? { body } : {}),
      headers: {
        "clerk-api-version": "2025-11-10",
        "user-agent": "speakeasy-sdk/csharp 0.15.0 2.755.9 2025-11-10 Clerk.BackendAPI",
        accept: "application/json",
        ...(body ? { "content-type": "application/json; charset=utf-8" } : {}),
      },
    });
    expect(answer.headers.get("content-type")).toBe("application/json");
    return answer;
  };
  return {
    list: (query = "limit=10&offset=0&order_by=%2Bcreated_at") => send("GET", `/oauth_applications?${query}`),
    create: (body: object) => send("POST", "/oauth_applications", { ...ALWAYS, ...body }),
    get: (id: string) => send("GET", `/oauth_applications/${id}`),
    update: (id: string, body: object) =>
      send("PATCH", `/oauth_applications/${id}`, { scopes: ALWAYS.scopes, ...body }),
    delete: (id: string) => send("DELETE", `/oauth_applications/${id}`),
    rotateSecret: (id: string) => send("POST", `/oauth_applications/${id}/rotate_secret`),
  };
}

/** Succeeds as the C# SDK sees it: exactly 200, and every non-null field with its type. */
function applicationOf({ status, body, text }: DialectAnswer) {
  expect(status, text).toBe(200);
  return deserialized(body);
}

function deserialized(application: Record<string, unknown>): Record<string, unknown> {
  expect(application.object).toBe("oauth_application");
  for (const name of REQUIRED.string) expect([name, typeof application[name]]).toEqual([name, "string"]);
  for (const name of REQUIRED.boolean) expect([name, typeof application[name]]).toEqual([name, "boolean"]);
  for (const name of REQUIRED.integer) expect([name, Number.isSafeInteger(application[name])]).toEqual([name, true]);
  const uris = application.redirect_uris;
  expect(Array.isArray(uris) && uris.every((uri) => typeof uri === "string")).toBe(true);
  return application;
}

describe.each(DATABASE_KINDS)("what Clerk's C# SDK sends, on %s", (kind) => {
  let gateway: TestGateway;

  beforeAll(async () => {
    gateway = await startTestGateway(kind);
  });
  afterAll(() => gateway.stop());

  async function open() {
    const organization = await gateway.organization();
    return { ...organization, sdk: csharpSdk(organization.admin) };
  }

  it("lists with limit, offset and its order, which is the oldest first", async () => {
    const { sdk } = await open();
    for (const name of ["First", "Second", "Third"]) applicationOf(await sdk.create({ name }));
    const { status, body } = await sdk.list();
    expect([status, Object.keys(body), body.total_count]).toEqual([200, ["data", "total_count"], 3]);
    expect(body.data.map((application: object) => deserialized({ ...application }).name)).toEqual([
      "First",
      "Second",
      "Third",
    ]);
    for (const application of body.data) expect(application).not.toHaveProperty("client_secret");
    const names = async (query: string) => (await sdk.list(query)).body.data.map(({ name }: { name: string }) => name);
    expect(await names("limit=1&offset=1&order_by=-created_at")).toEqual(["Second"]);
    expect(await names("limit=2&offset=0&order_by=-name")).toEqual(["Third", "Second"]);
    expect(await names("limit=10&offset=3&order_by=%2Bcreated_at")).toEqual([]);
    // A sign that was not escaped arrives as a space.
    expect(await names("order_by=+created_at")).toEqual(["First", "Second", "Third"]);
    expect(await names("order_by=-created_at&order_by=%2Bcreated_at")).toEqual(["Third", "Second", "First"]);
    expect(await names("limit=10&offset=0")).toEqual(["Third", "Second", "First"]);
    expect(await names("order_by=%2Bname&name_query=IR")).toEqual(["First", "Third"]);
  });

  it("creates with a name and a callback URL, of any scheme, and gets the secret", async () => {
    const { sdk, admin } = await open();
    for (const callback_url of [
      "https://app.example.com/callback",
      "http://localhost:3000/callback",
      "myapp://callback",
    ]) {
      const created = applicationOf(await sdk.create({ name: "Shop", callback_url, public: false }));
      expect(created).toMatchObject({
        name: "Shop",
        callback_url,
        redirect_uris: [callback_url],
        scopes: "profile email",
        consent_screen_enabled: true,
        pkce_required: false,
        public: false,
      });
      const { client_id, client_secret } = created as { client_id: string; client_secret: string };
      expect((await admin.verify(client_id, client_secret)).active).toBe(true);
    }
  });

  it("creates with redirect URIs behind the callback URL, and with nulls", async () => {
    const { sdk } = await open();
    const redirect_uris = ["https://a.example.com/", "https://b.example.com/"];
    const both = applicationOf(
      await sdk.create({ name: "Both", callback_url: "https://b.example.com/", redirect_uris }),
    );
    expect([both.callback_url, both.redirect_uris]).toEqual(["https://b.example.com/", [...redirect_uris].reverse()]);
    const nulls = { redirect_uris: null, callback_url: null, scopes: null, consent_screen_enabled: null };
    const bare = applicationOf(await sdk.create({ name: "Bare", ...nulls, pkce_required: null, public: null }));
    expect(bare).toMatchObject({ callback_url: "", redirect_uris: [], scopes: "profile email", public: false });
    expect(bare).toMatchObject({ consent_screen_enabled: true, pkce_required: false });
  });

  it("creates a public application, with an empty secret", async () => {
    const { sdk } = await open();
    const created = applicationOf(await sdk.create({ name: "Phone", public: true, pkce_required: true }));
    expect(created).toMatchObject({ public: true, pkce_required: true, client_secret: "" });
  });

  it("reads and updates, without the secret", async () => {
    const { sdk } = await open();
    const { client_secret: _, ...created } = applicationOf(await sdk.create({ name: "Shop" }));
    const id = created.id as string;
    expect(applicationOf(await sdk.get(id))).toEqual(created);
    const callback_url = "https://app.example.com/callback";
    const updated = applicationOf(await sdk.update(id, { name: "Store", callback_url, consent_screen_enabled: false }));
    const changes = { name: "Store", callback_url, redirect_uris: [callback_url], consent_screen_enabled: false };
    expect(updated).toEqual({ ...created, ...changes, updated_at: updated.updated_at });
    expect(applicationOf(await sdk.get(id))).toEqual(updated);
  });

  it("changes the callback URL, and keeps the other redirect URIs behind it", async () => {
    const { sdk } = await open();
    const redirect_uris = ["https://a.example.com/", "https://b.example.com/"];
    const { id } = applicationOf(await sdk.create({ name: "Shop", redirect_uris })) as { id: string };
    const updated = applicationOf(await sdk.update(id, { callback_url: "https://c.example.com/" }));
    expect(updated).toMatchObject({ redirect_uris: ["https://c.example.com/", "https://b.example.com/"] });
  });

  it("deletes and rotates", async () => {
    const { sdk, admin } = await open();
    const { id, client_id, client_secret } = applicationOf(await sdk.create({ name: "Shop" })) as Record<
      string,
      string
    >;
    const rotated = applicationOf(await sdk.rotateSecret(id ?? "")) as Record<string, string>;
    expect((await admin.verify(client_id ?? "", client_secret ?? "")).active).toBe(false);
    expect((await admin.verify(client_id ?? "", rotated.client_secret ?? "")).active).toBe(true);
    const { status, body } = await sdk.delete(id ?? "");
    expect([status, body]).toEqual([200, { object: "oauth_application", id, deleted: true }]);
    expect((await sdk.get(id ?? "")).status).toBe(404);
  });

  it("gets its typed errors with the statuses that its endpoints document", async () => {
    const { sdk, viewer } = await open();
    const reader = csharpSdk(viewer);
    const { id } = applicationOf(await sdk.create({ name: "Shop" })) as { id: string };
    const typed = async (answer: Promise<DialectAnswer>) => {
      const { status, body } = await answer;
      expect(Object.keys(body).sort()).toEqual(["clerk_trace_id", "errors"]);
      const [error] = body.errors;
      for (const name of ["code", "message", "long_message"]) expect(typeof error[name]).toBe("string");
      return [status, error.code, error.meta];
    };
    const missing = [404, "resource_not_found", undefined];
    const forbidden = [403, "authorization_invalid", undefined];
    const nobodys = "app_0000000000000000000000";
    expect(await typed(sdk.list("limit=0&offset=0"))).toEqual([
      422,
      "form_param_format_invalid",
      { param_name: "limit" },
    ]);
    expect(await typed(sdk.create({ callback_url: "https://a.example.com/" }))).toEqual([
      422,
      "form_param_missing",
      { param_name: "name" },
    ]);
    expect(await typed(sdk.create({ name: "Shop", callback_url: "not a URL" }))).toEqual([
      422,
      "form_param_format_invalid",
      { param_name: "callback_url" },
    ]);
    expect(await typed(sdk.update(id, { callback_url: `https://a.example.com/${"a".repeat(1024)}` }))).toEqual([
      422,
      "form_param_format_invalid",
      { param_name: "callback_url" },
    ]);
    expect(await typed(reader.create({ name: "Shop" }))).toEqual(forbidden);
    expect(await typed(reader.update(id, { name: "Store" }))).toEqual(forbidden);
    expect(await typed(reader.delete(id))).toEqual(forbidden);
    expect(await typed(reader.rotateSecret(id))).toEqual(forbidden);
    for (const call of [sdk.get, sdk.delete, sdk.rotateSecret]) expect(await typed(call(nobodys))).toEqual(missing);
    expect(await typed(sdk.update(nobodys, { name: "Store" }))).toEqual(missing);
  });

  it.each(["2021-02-05", "2024-10-01", "2026-05-12", "none"])("is answered alike for version %s", async (version) => {
    const { viewer } = await open();
    const request = { headers: { "clerk-api-version": version } };
    const { status, body } = await dialectClient(gateway.url, viewer.token).request(
      "GET",
      "/v1/oauth_applications",
      request,
    );
    expect([status, body]).toEqual([200, { data: [], total_count: 0 }]);
  });

  it("is told of malformed JSON with a 400", async () => {
    const { developer } = await open();
    const client = dialectClient(gateway.url, developer.token);
    const { status, body } = await client.request("POST", "/v1/oauth_applications", { body: '{"name":' });
    expect([status, body.errors.length, body.errors[0].code]).toEqual([400, 1, "request_body_invalid"]);
  });
});
