import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DATABASE_KINDS } from "../support/databases/databases.js";
import type { TestGateway } from "../support/gateway/gateway.js";
import {
  createClient,
  introspect,
  postAs,
  postForm,
  type Reply,
  startOauthGateway,
  tokenOf,
} from "../support/oauth/oauth-endpoints.js";

const UNKNOWN_TOKEN = "A".repeat(43);

function imprint({ status, text, headers }: Reply): object {
  return { status, text, headers: [...headers].filter(([name]) => name !== "date" && name !== "x-request-id") };
}

describe.each(DATABASE_KINDS)("introspection and revocation on %s", (kind) => {
  let gateway: TestGateway;

  beforeAll(async () => {
    gateway = await startOauthGateway(kind);
  });
  afterAll(() => gateway.stop());

  /** A client with a token, a second of the same organization, and a stranger. */
  const start = async () => {
    const { developer, admin, id: organizationId } = await gateway.organization();
    const client = await createClient(developer, { scopes: ["orders:read"] });
    const colleague = await createClient(developer);
    const stranger = await createClient((await gateway.organization()).developer);
    const token = await tokenOf(gateway.url, client);
    return { organizationId, admin, client, colleague, stranger, token };
  };
  const revoke = (client: Parameters<typeof postAs>[1], token: string, more: Record<string, string> = {}) =>
    postAs(`${gateway.url}/oauth/revoke`, client, { token, ...more });

  it("tells a client everything about its own token", async () => {
    const before = Math.floor(Date.now() / 1000);
    const { client, token, organizationId } = await start();
    const { status, json, headers } = await introspect(gateway.url, client, token);
    expect(json).toEqual({
      active: true,
      client_id: client.clientId,
      organization_id: organizationId,
      scope: "orders:read",
      token_type: "Bearer",
      iss: gateway.url,
      aud: `urn:oauth-application:${client.id}`,
      iat: expect.any(Number),
      exp: json.iat + 3600,
    });
    expect([status, headers.get("cache-control")]).toEqual([200, "no-store"]);
    expect(json.iat).toBeGreaterThanOrEqual(before);
    expect(json.iat).toBeLessThanOrEqual(Date.now() / 1000);
  });

  it("tells a client of the same organization as much", async () => {
    const { client, colleague, token } = await start();
    const own = await introspect(gateway.url, client, token);
    expect((await introspect(gateway.url, colleague, token)).json).toEqual(own.json);
  });

  it("tells a client of another organization exactly what it tells of a token that never was", async () => {
    const { stranger, token } = await start();
    const answer = await introspect(gateway.url, stranger, token);
    expect(answer.text).toBe('{"active":false}');
    expect(imprint(answer)).toEqual(imprint(await introspect(gateway.url, stranger, UNKNOWN_TOKEN)));
  });

  it.each(["access_token", "refresh_token", "nonsense"])("takes the hint %s for no more than a hint", async (hint) => {
    const { client, stranger, token } = await start();
    const ask = (who: typeof client) =>
      postAs(`${gateway.url}/oauth/introspect`, who, { token, token_type_hint: hint });
    expect((await ask(client)).json.active).toBe(true);
    expect((await ask(stranger)).text).toBe('{"active":false}');
  });

  it("calls what is no access token inactive", async () => {
    const { client, admin } = await start();
    for (const token of [client.clientSecret, admin.token as string, "x.y.z", "é", "x".repeat(5000)]) {
      expect((await introspect(gateway.url, client, token)).text).toBe('{"active":false}');
    }
  });

  it.each(["introspect", "revoke"])("refuses %s to who does not authenticate", async (endpoint) => {
    const { client, token, admin } = await start();
    const url = `${gateway.url}/oauth/${endpoint}`;
    expect((await postForm(url, { token, client_id: client.clientId })).status).toBe(401);
    expect((await postForm(url, { token })).status).toBe(400);
    expect((await postForm(url, { token }, { authorization: `Bearer ${token}` })).status).toBe(400);
    expect((await postForm(url, { token }, { authorization: `Bearer ${admin.token}` })).status).toBe(400);
    expect((await introspect(gateway.url, client, token)).json.active).toBe(true);
  });

  it("revokes a client's own token, and answers the same the second time", async () => {
    const { client, token } = await start();
    const first = await revoke(client, token);
    expect([first.status, first.text]).toEqual([200, ""]);
    expect((await introspect(gateway.url, client, token)).text).toBe('{"active":false}');
    expect(imprint(await revoke(client, token))).toEqual(imprint(first));
  });

  it("revokes just that one", async () => {
    const { client, token } = await start();
    const other = await tokenOf(gateway.url, client);
    await revoke(client, other);
    expect((await introspect(gateway.url, client, token)).json.active).toBe(true);
  });

  it.each(["colleague", "stranger"] as const)(
    "answers a %s who revokes another's token as for one that never was, and does nothing",
    async (who) => {
      const { client, token, ...others } = await start();
      const answer = await revoke(others[who], token);
      expect([answer.status, answer.text]).toEqual([200, ""]);
      expect(imprint(answer)).toEqual(imprint(await revoke(others[who], UNKNOWN_TOKEN)));
      expect((await introspect(gateway.url, client, token)).json.active).toBe(true);
    },
  );

  it.each(["introspect", "revoke"])("refuses %s without a token", async (endpoint) => {
    const { client } = await start();
    const { status, json } = await postAs(`${gateway.url}/oauth/${endpoint}`, client, {});
    expect([status, json.error]).toEqual([400, "invalid_request"]);
  });
});
