import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { Permission, Role } from "../../src/model/permission.js";
import { DATABASE_KINDS } from "../support/databases/databases.js";
import { startTestGateway, type TestGateway, type TestOrganization } from "../support/gateway/gateway.js";
import type { GraphqlClient } from "../support/gateway/graphql-client.js";
import { type Exchange, exchange, expectRefusal, MARKER, type Sent } from "../support/gateway/http-exchange.js";

describe.each(DATABASE_KINDS)("POST /oauth/verify on %s", (kind) => {
  let gateway: TestGateway;
  let organization: TestOrganization;

  beforeAll(async () => {
    gateway = await startTestGateway(kind);
  });
  beforeEach(async () => {
    organization = await gateway.organization();
  });
  afterAll(() => gateway.stop());

  function verify(client: GraphqlClient, body: Sent["body"], headers: Record<string, string> = {}): Promise<Exchange> {
    const authorization: Record<string, string> =
      client.token === null ? {} : { authorization: `Bearer ${client.token}` };
    return exchange(`${gateway.url}/oauth/verify`, { method: "POST", headers: { ...authorization, ...headers }, body });
  }

  function form(clientId: string, clientSecret: string | null): URLSearchParams {
    return new URLSearchParams({ client_id: clientId, client_secret: clientSecret ?? "" });
  }

  it("answers a good secret with what an authorization server needs, and nothing else", async () => {
    const { id, clientId, clientSecret } = await organization.developer.createApplication({
      redirectUris: ["https://app.example.com/cb"],
      scopes: ["openid", "profile"],
      grantTypes: ["AUTHORIZATION_CODE", "REFRESH_TOKEN"],
    });
    const data = await organization.developer.ok("query ($id: ID!) { oauthApplication(id: $id) { secrets { id } } }", {
      id,
    });
    const answer = await verify(organization.admin, form(clientId, clientSecret));
    expect([answer.status, answer.headers.get("content-type"), answer.headers.get("cache-control")]).toEqual([
      200,
      "application/json; charset=utf-8",
      "no-store",
    ]);
    expect(JSON.parse(answer.text)).toEqual({
      active: true,
      client_id: clientId,
      oauth_application_id: id,
      organization_id: organization.id,
      scope: "openid profile",
      grant_types: ["authorization_code", "refresh_token"],
      redirect_uris: ["https://app.example.com/cb"],
      secret: { id: data.oauthApplication.secrets[0].id, status: "CURRENT", expires_at: null },
    });
  });

  it("says of a previous secret that it is, and when it ends", async () => {
    const { id, clientId, clientSecret } = await organization.developer.createApplication();
    const { data } = await organization.developer.rotate(id, { overlapSeconds: 3600 });
    const { previousSecret } = data.rotateSecret;
    const answer = await verify(organization.admin, form(clientId, clientSecret));
    expect(JSON.parse(answer.text).secret).toEqual({
      id: previousSecret.id,
      status: "PREVIOUS",
      expires_at: previousSecret.expiresAt,
    });
  });

  it("answers whatever is not good with the same bytes", async () => {
    const { developer, admin } = organization;
    const other = await gateway.organization();
    const theirs = await other.developer.createApplication();
    const good = await developer.createApplication();
    const revoked = await developer.createApplication();
    await developer.rotate(revoked.id, { previousSecret: "REVOKE" });
    const expired = await developer.createApplication();
    await developer.rotate(expired.id, { overlapSeconds: 0 });
    const disabled = await developer.createApplication();
    await update(disabled.id, { enabled: false });
    const madePublic = await developer.createApplication();
    await update(madePublic.id, { public: true });
    const born = await developer.createApplication({ public: true });
    const deleted = await developer.createApplication();
    await admin.ok("mutation ($id: ID!) { deleteOAuthApplication(input: {oauthApplicationId: $id}) { deletedId } }", {
      id: deleted.id,
    });

    const answers = {
      theirs: await verify(admin, form(theirs.clientId, theirs.clientSecret)),
      wrong: await verify(admin, form(good.clientId, `${good.clientSecret?.slice(0, -1)}-`)),
      ofAnother: await verify(admin, form(good.clientId, disabled.clientSecret)),
      padded: await verify(admin, form(good.clientId, ` ${good.clientSecret}`)),
      empty: await verify(admin, form(good.clientId, "")),
      revoked: await verify(admin, form(revoked.clientId, revoked.clientSecret)),
      expired: await verify(admin, form(expired.clientId, expired.clientSecret)),
      disabled: await verify(admin, form(disabled.clientId, disabled.clientSecret)),
      madePublic: await verify(admin, form(madePublic.clientId, madePublic.clientSecret)),
      born: await verify(admin, form(born.clientId, "")),
      deleted: await verify(admin, form(deleted.clientId, deleted.clientSecret)),
      unknown: await verify(admin, form("0".repeat(32), good.clientSecret)),
      upperCase: await verify(admin, form(good.clientId.toUpperCase(), good.clientSecret)),
      byId: await verify(admin, form(good.id, good.clientSecret)),
      malformed: await verify(admin, form("' OR 1=1 --", good.clientSecret)),
      nul: await verify(admin, form(`${good.clientId}\0`, good.clientSecret)),
      onlyNul: await verify(admin, form("\0", "\0")),
      long: await verify(admin, form("a".repeat(100_000), "b".repeat(100_000))),
      noUnicode: await verify(admin, new URLSearchParams("client_id=%ff%fe&client_secret=%ed%a0%80")),
    };
    expect(Object.entries(answers).map(([name, { status, text }]) => [name, status, text])).toEqual(
      Object.keys(answers).map((name) => [name, 200, '{"active":false}']),
    );
    expect(JSON.parse((await verify(admin, form(good.clientId, good.clientSecret))).text).active).toBe(true);
  });

  function update(oauthApplicationId: string, change: object): Promise<unknown> {
    return organization.developer.ok(
      "mutation ($input: UpdateOAuthApplicationInput!) { updateOAuthApplication(input: $input) { oauthApplication { id } } }",
      { input: { oauthApplicationId, ...change } },
    );
  }

  it("works again for an application that is enabled again", async () => {
    const { id, clientId, clientSecret } = await organization.developer.createApplication();
    await update(id, { enabled: false });
    await update(id, { enabled: true });
    expect(await organization.admin.verify(clientId, clientSecret ?? "")).toMatchObject({ active: true });
  });

  it("needs SECRET_VERIFY", async () => {
    const { clientId, clientSecret } = await organization.developer.createApplication();
    for (const role of ["viewer", "developer"] as const) {
      const refused = await verify(organization[role], form(clientId, clientSecret));
      expect([role, refused.status]).toEqual([role, 403]);
      expect(expectRefusal(refused)).toMatchObject([{ extensions: { code: "FORBIDDEN" } }]);
      expect(refused.text).not.toContain(clientId);
    }
    const without = await organization.client(Role.OWNER, [Permission.APPLICATION_READ]);
    expect((await verify(without, form(clientId, clientSecret))).status).toBe(403);
    const only = await organization.client(Role.ADMIN, [Permission.SECRET_VERIFY]);
    expect(await only.verify(clientId, clientSecret ?? "")).toMatchObject({ active: true });
    expect(await organization.owner.verify(clientId, clientSecret ?? "")).toMatchObject({ active: true });
  });

  it("needs a token", async () => {
    const refused = await verify(gateway.anonymous, form("0".repeat(32), MARKER));
    expect([refused.status, refused.headers.get("www-authenticate")]).toEqual([
      401,
      'Bearer realm="oauth-app-gateway"',
    ]);
    expect(expectRefusal(refused)).toMatchObject([{ extensions: { code: "UNAUTHENTICATED" } }]);
  });

  it.each([
    ["client_id", `client_secret=${MARKER}`],
    ["client_secret", "client_id=a"],
    ["client_id", `client_id=a&client_id=b&client_secret=${MARKER}`],
    ["client_secret", `client_id=a&client_secret=${MARKER}&client_secret=${MARKER}`],
    ["client_id", ""],
    ["client_id", `{"client_id":"a","client_secret":"${MARKER}"}`],
  ])("names %s when it is missing or repeated", async (field, body) => {
    const refused = await verify(organization.admin, body, { "content-type": "application/x-www-form-urlencoded" });
    expect(refused.status).toBe(400);
    expect(expectRefusal(refused)).toMatchObject([{ extensions: { code: "BAD_USER_INPUT", field } }]);
  });

  it.each(["application/json", "text/plain", "multipart/form-data; boundary=x", "application/xml"])(
    "refuses a body that says to be %s",
    async (type) => {
      const refused = await verify(organization.admin, `{"client_id":"a","client_secret":"${MARKER}"}`, {
        "content-type": type,
      });
      expect([400, 415]).toContain(refused.status);
      expectRefusal(refused);
    },
  );

  it("takes a form by POST only, and nothing from the query", async () => {
    const { clientId, clientSecret } = await organization.developer.createApplication();
    const headers = { authorization: `Bearer ${organization.admin.token}` };
    const query = form(clientId, clientSecret);
    for (const method of ["GET", "PUT", "DELETE"]) {
      const refused = await exchange(`${gateway.url}/oauth/verify?${query}`, { method, headers });
      expect([404, 405]).toContain(refused.status);
      expectRefusal(refused);
    }
    const refused = await exchange(`${gateway.url}/oauth/verify?${query}`, { method: "POST", headers });
    expect(refused.status).toBe(400);
    expect(gateway.log()).not.toContain(clientSecret);
  });
});
