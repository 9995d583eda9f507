import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DATABASE_KINDS } from "../support/databases/databases.js";
import { contractOrganization } from "../support/dialects/contracts/contract-organization.js";
import { meteroid } from "../support/dialects/contracts/meteroid.js";
import { type DialectAnswer, dialectClient } from "../support/dialects/dialects.js";
import type { TestGateway } from "../support/gateway/gateway.js";
import { basic, introspect, startOauthGateway } from "../support/oauth/oauth-endpoints.js";
import { postFormTo } from "../support/oauth/token-routes.js";
import { serviceAccount } from "../support/organization/members.js";

const OAUTH = "/api/v1/oauth";
const GRANT = { grant_type: "client_credentials" };

interface Credentials {
  clientId: string;
  clientSecret: string;
}

/** Both ways in which Meteroid's clients authenticate. */
const PRESENTATIONS: Record<string, (client: Credentials) => [Record<string, string>, Record<string, string>]> = {
  Basic: ({ clientId, clientSecret }) => [{}, { authorization: basic(clientId, clientSecret) }],
  "the body": ({ clientId, clientSecret }) => [{ client_id: clientId, client_secret: clientSecret }, {}],
};

describe.each(DATABASE_KINDS)("Meteroid's OAuth endpoints on %s", (kind) => {
  let gateway: TestGateway;

  beforeAll(async () => {
    gateway = await startOauthGateway(kind);
  });
  afterAll(() => gateway.stop());

  const post = (
    name: "token" | "introspect" | "revoke",
    client: Credentials,
    form: Record<string, string>,
    present = PRESENTATIONS.Basic,
  ) => {
    const [more, headers] = present?.(client) ?? [{}, {}];
    return postFormTo(gateway.url, `${OAUTH}/${name}`, { ...form, ...more }, headers);
  };
  async function start() {
    const organization = await contractOrganization(gateway, meteroid);
    const client = await organization.application("Client");
    const colleague = await organization.application("Colleague");
    const stranger = await (await contractOrganization(gateway, meteroid)).application("Stranger");
    const token: string = (await post("token", client, GRANT)).body.access_token;
    const isActive = async () => (await introspect(gateway.url, colleague, token)).json.active;
    return { ...organization, client, colleague, stranger, token, isActive };
  }

  describe.each(Object.entries(PRESENTATIONS))("with credentials in %s", (_where, present) => {
    it("issue a token, tell of it and revoke it", async () => {
      const { client } = await start();
      const issued = await post("token", client, GRANT, present);
      expect(issued.status, issued.text).toBe(200);
      expect(issued.body).toEqual({
        access_token: expect.stringMatching(/^[\w-]{20,}$/),
        token_type: "Bearer",
        expires_in: 3600,
        scope: "invoices:read",
      });
      const token = issued.body.access_token;
      const told = await post("introspect", client, { token }, present);
      expect([told.status, told.body]).toEqual([
        200,
        expect.objectContaining({
          active: true,
          client_id: client.clientId,
          scope: "invoices:read",
          token_type: "Bearer",
          iat: expect.any(Number),
          exp: told.body.iat + 3600,
        }),
      ]);
      const revoked = await post("revoke", client, { token, token_type_hint: "access_token" }, present);
      expect([revoked.status, revoked.text]).toEqual([200, ""]);
      const after = await post("introspect", client, { token }, present);
      expect([after.status, after.body]).toEqual([200, { active: false }]);
    });

    it("refuse a wrong secret as OAuth does", async () => {
      const { client, token, isActive } = await start();
      const wrong = { ...client, clientSecret: `${client.clientSecret.slice(0, -1)}_` };
      for (const [name, form] of [
        ["token", GRANT],
        ["introspect", { token }],
        ["revoke", { token }],
      ] as const) {
        expectOauthRefusal(await post(name, wrong, form, present), 401, "invalid_client");
      }
      expect(await isActive()).toBe(true);
    });
  });

  it.each([
    ["no grant", {}, "invalid_request"],
    ["a grant that is not offered", { grant_type: "password" }, "unsupported_grant_type"],
    ["a scope that the app does not have", { ...GRANT, scope: "invoices:write" }, "invalid_scope"],
  ])("refuse %s as OAuth does", async (_what, form, code) => {
    const { client } = await start();
    expectOauthRefusal(await post("token", client, form), 400, code);
  });

  it("refuse an app without the grant as OAuth does", async () => {
    const { as, call } = await contractOrganization(gateway, meteroid);
    const { body } = await call({ ...meteroid.create, body: () => meteroid.creation("Shop") }, "", as("owner"));
    const client = { clientId: body.app.client_id, clientSecret: body.client_secret };
    expectOauthRefusal(await post("token", client, GRANT), 400, "unauthorized_client");
  });

  it("take parameters from the form only, and nothing but forms", async () => {
    const { client } = await start();
    const authorization = basic(client.clientId, client.clientSecret);
    const path = `${OAUTH}/token`;
    const inQuery = await postFormTo(gateway.url, `${path}?grant_type=client_credentials`, "", { authorization });
    expectOauthRefusal(inQuery, 400, "invalid_request");
    const json = { authorization, "content-type": "application/json" };
    expectOauthRefusal(await postFormTo(gateway.url, path, JSON.stringify(GRANT), json), 400, "invalid_request");
  });

  it("tell a colleague of a token, and another organization exactly as of one that never was", async () => {
    const { client, colleague, stranger, token } = await start();
    const own = await post("introspect", client, { token });
    expect(own.body.active).toBe(true);
    expect((await post("introspect", colleague, { token })).body).toEqual(own.body);
    const [foreign, absent] = [
      await post("introspect", stranger, { token }),
      await post("introspect", stranger, { token: "A".repeat(43) }),
    ];
    expect([foreign.status, foreign.text]).toEqual([200, '{"active":false}']);
    expect([absent.status, absent.text]).toEqual([foreign.status, foreign.text]);
  });

  it.each(["colleague", "stranger"] as const)("leave a token alone that a %s revokes", async (who) => {
    const { token, isActive, [who]: other } = await start();
    const foreign = await post("revoke", other, { token });
    const absent = await post("revoke", other, { token: "A".repeat(43) });
    expect([absent.status, absent.text]).toEqual([200, ""]);
    expect([foreign.status, foreign.text]).toEqual([200, ""]);
    expect(await isActive()).toBe(true);
  });

  it("answer 200 to the revocation of what is revoked already, or is no token", async () => {
    const { client, token, isActive } = await start();
    for (const value of [token, token, "nonsense", client.clientSecret]) {
      const { status, text } = await post("revoke", client, { token: value });
      expect([status, text]).toEqual([200, ""]);
    }
    expect(await isActive()).toBe(false);
    expect((await post("token", client, GRANT)).status).toBe(200);
  });

  it("are the same token's endpoints as those of the standard's paths", async () => {
    const { client, token, isActive } = await start();
    expect((await introspect(gateway.url, client, token)).json).toEqual(
      (await post("introspect", client, { token })).body,
    );
    await post("revoke", client, { token });
    expect(await isActive()).toBe(false);
  });

  it("give a service account a token for the gateway when it names that", async () => {
    const { owner } = await start();
    const { application } = await serviceAccount(gateway, { owner }, "VIEWER");
    const list = async (form: Record<string, string>) => {
      const { body } = await post("token", application, { ...GRANT, ...form });
      return (await dialectClient(gateway.url, body.access_token).request("GET", "/api/v1/oauth-apps")).status;
    };
    expect([await list({ resource: gateway.url }), await list({})]).toEqual([200, 401]);
  });

  it.each(["token", "introspect", "revoke"])("answer other methods with 405 in Meteroid's shape: %s", async (name) => {
    const answer = await dialectClient(gateway.url, null).request("GET", `${OAUTH}/${name}`);
    expect([answer.status, answer.body]).toEqual([405, { code: "BAD_REQUEST", message: expect.any(String) }]);
    expect(answer.headers.get("allow")).toBe("POST");
  });
});

function expectOauthRefusal({ status, body, headers, text }: DialectAnswer, expected: number, error: string): void {
  expect(status, text).toBe(expected);
  expect(headers.get("content-type")).toMatch(/^application\/json/);
  const names = ["error", "error_description", "error_uri", "scope"];
  for (const name of Object.keys(body)) expect(names).toContain(name);
  expect(body.error).toBe(error);
}
