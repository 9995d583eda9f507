import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Permission, Role } from "../../src/model/permission.js";
import { DATABASE_KINDS } from "../support/databases/databases.js";
import { startTestGateway, type TestGateway } from "../support/gateway/gateway.js";
import { GraphqlClient } from "../support/gateway/graphql-client.js";
import { createApiToken, issueApiToken, revokeApiToken, TOKEN, works } from "../support/organization/api-tokens.js";
import { refusalOf } from "../support/organization/oauth-applications.js";

const HOUR = 3_600_000;
const CREATE = `mutation ($input: CreateApiTokenInput!) {
  createApiToken(input: $input) { token apiToken { role permissions } } }`;

describe.each(DATABASE_KINDS)("API tokens on %s", (kind) => {
  let gateway: TestGateway;
  /** How far the gateway's clock is ahead of the test's. */
  let ahead = 0;

  beforeAll(async () => {
    gateway = await startTestGateway(kind);
    ahead = 0;
  });
  afterAll(() => gateway.stop());

  const advance = (milliseconds: number) => {
    ahead += milliseconds;
    gateway.advance(milliseconds);
  };
  const inFuture = (milliseconds: number) => new Date(Date.now() + ahead + milliseconds).toISOString();

  it("issues a token that works at once, with everything known of it but the token itself", async () => {
    const { admin } = await gateway.organization();
    const { viewer } = await admin.ok("{ viewer { actor { id kind name } } }");
    const { token, client, apiToken } = await issueApiToken(admin, { name: "CI 🚀", role: "DEVELOPER" });
    expect(token).toMatch(/^ogt_[0-9A-Za-z]{49}$/);
    expect(apiToken).toMatchObject({
      id: expect.stringMatching(/^tok_[0-9A-Za-z]{22}$/),
      name: "CI 🚀",
      role: "DEVELOPER",
      hint: `ogt_…${token.slice(-4)}`,
      expiresAt: null,
      revokedAt: null,
      createdBy: viewer.actor,
    });
    const { viewer: own } = await client.ok("{ viewer { actor { id name } role permissions } }");
    expect(own).toMatchObject({ actor: { id: apiToken.id, name: "CI 🚀" }, role: "DEVELOPER" });
    expect(own.permissions).toEqual(apiToken.permissions);
  });

  it("shows the token once: not in lists, not by id, not in events, log or database", async () => {
    const { admin } = await gateway.organization();
    const { token, id, client } = await issueApiToken(admin);
    await client.ok("{ viewer { role } }");
    const list = await admin.send(
      `{ apiTokens(first: 100) { nodes { ${TOKEN} } } auditEvents(first: 100) { nodes { details } } }`,
    );
    const node = await admin.send(`query ($id: ID!) { node(id: $id) { ... on ApiToken { ${TOKEN} } } }`, { id });
    const rows = await gateway.database.query(`SELECT * FROM api_tokens WHERE id = '${id}'`);
    expect(rows.length).toBe(1);
    for (const text of [list.text, node.text, gateway.log(), JSON.stringify(rows)]) {
      expect(text).toContain(id);
      expect(text).not.toContain(token.slice(4, 40));
    }
  });

  it("lists an organization's tokens, newest first, revoked and expired ones too", async () => {
    const { admin } = await gateway.organization();
    const other = await gateway.organization();
    const expired = await issueApiToken(admin, { expiresAt: inFuture(HOUR) });
    advance(2 * HOUR);
    const revoked = await issueApiToken(admin);
    await revokeApiToken(admin, revoked.id);
    const foreign = await issueApiToken(other.admin);
    const { apiTokens } = await admin.ok("{ apiTokens { totalCount nodes { id revokedAt } } }");
    expect(apiTokens.totalCount).toBe(6);
    expect(apiTokens.nodes.slice(0, 2)).toEqual([
      { id: revoked.id, revokedAt: expect.any(String) },
      { id: expired.id, revokedAt: null },
    ]);
    expect(apiTokens.nodes.map(({ id }: { id: string }) => id)).not.toContain(foreign.id);
  });

  it("narrows a token to the permissions that are named", async () => {
    const { admin } = await gateway.organization();
    const narrow = await issueApiToken(admin, { role: "DEVELOPER", permissions: ["SECRET_READ", "APPLICATION_READ"] });
    expect(narrow.apiToken.permissions.toSorted()).toEqual(["APPLICATION_READ", "SECRET_READ"]);
    const refused = await narrow.client.send(
      'mutation { createOAuthApplication(input: { name: "x" }) { clientSecret } }',
    );
    expect(refusalOf(refused)).toEqual({ code: "FORBIDDEN" });
    expect((await issueApiToken(admin, { permissions: [] })).apiToken.permissions).toEqual([]);
    expect((await issueApiToken(admin, { permissions: null })).apiToken.permissions).toEqual(["APPLICATION_READ"]);
  });

  it.each([
    [["APPLICATION_READ"], "VIEWER"],
    [["APPLICATION_READ", "SECRET_ROTATE"], "DEVELOPER"],
    [["SECRET_VERIFY"], "ADMIN"],
    [["SECRET_VERIFY", "APPLICATION_READ"], "ADMIN"],
    [["ORGANIZATION_WRITE", "APPLICATION_READ"], "OWNER"],
    [[], "VIEWER"],
  ])("takes the lowest role that has %j when none is given", async (permissions, role) => {
    const { owner } = await gateway.organization();
    for (const none of [{}, { role: null }]) {
      const input = { name: "Narrow", permissions, ...none };
      const { createApiToken: created } = await owner.ok(CREATE, { input });
      expect(created.apiToken).toMatchObject({ role });
      expect(created.apiToken.permissions.toSorted()).toEqual(permissions.toSorted());
      const issued = new GraphqlClient(gateway.url, created.token);
      expect((await issued.ok("{ viewer { role } }")).viewer.role).toBe(role);
    }
  });

  it("wants a role or permissions", async () => {
    const { admin } = await gateway.organization();
    for (const input of [{ name: "x" }, { name: "x", role: null, permissions: null }]) {
      expect(refusalOf(await admin.send(CREATE, { input }))).toMatchObject({ code: "BAD_USER_INPUT", field: "role" });
    }
  });

  it("issues no right beyond one's own, whichever role would have it", async () => {
    const { admin } = await gateway.organization();
    const input = { name: "x", permissions: ["ORGANIZATION_WRITE"] };
    expect(refusalOf(await admin.send(CREATE, { input }))).toEqual({ code: "FORBIDDEN" });
  });

  it.each([
    ["a role above one's own", "ADMIN", undefined, { role: "OWNER" }],
    [
      "a role above one's own, with fewer permissions",
      "ADMIN",
      undefined,
      { role: "OWNER", permissions: ["APPLICATION_READ"] },
    ],
    ["a permission one was not given", "ADMIN", ["TOKEN_WRITE", "APPLICATION_READ"], { role: "DEVELOPER" }],
    ["one such permission by name", "ADMIN", ["TOKEN_WRITE"], { role: "VIEWER", permissions: ["APPLICATION_READ"] }],
    ["anything, without TOKEN_WRITE", "ADMIN", ["APPLICATION_READ"], { role: "VIEWER" }],
    ["anything, for a developer", "DEVELOPER", undefined, { role: "VIEWER", permissions: [] }],
  ])("refuses to issue %s", async (_what, role, permissions, input) => {
    const organization = await gateway.organization();
    const issuer = await organization.client(role as Role, permissions as Permission[] | undefined);
    const count = async () => (await organization.admin.ok("{ apiTokens { totalCount } }")).apiTokens.totalCount;
    const before = await count();
    expect(refusalOf(await createApiToken(issuer, input))).toEqual({ code: "FORBIDDEN" });
    expect(await count()).toBe(before);
  });

  it("issues up to one's own rights", async () => {
    const organization = await gateway.organization();
    const { client: owner } = await issueApiToken(organization.owner, { role: "OWNER" });
    expect((await owner.ok("{ viewer { permissions } }")).viewer.permissions).toContain("ORGANIZATION_WRITE");
    const narrow = await organization.client(Role.ADMIN, [Permission.TOKEN_WRITE, Permission.APPLICATION_READ]);
    const { data } = await createApiToken(narrow, { role: "ADMIN", permissions: ["TOKEN_WRITE"] });
    const issued = new GraphqlClient(gateway.url, data.createApiToken.token);
    expect((await issued.ok("{ viewer { role permissions } }")).viewer).toEqual({
      role: "ADMIN",
      permissions: ["TOKEN_WRITE"],
    });
  });

  it.each([
    ["permissions beyond the role", { permissions: ["APPLICATION_READ", "SECRET_READ"] }, "permissions.1"],
    ["a permission twice", { permissions: ["APPLICATION_READ", "APPLICATION_READ"] }, "permissions.1"],
    ["an empty name", { name: " " }, "name"],
    ["a name of 257 characters", { name: "x".repeat(257) }, "name"],
    ["a name with NUL", { name: "\u0000" }, "name"],
    ["an end in the past", { expiresAt: "2020-01-01T00:00:00Z" }, "expiresAt"],
  ])("refuses %s and names the field", async (_what, input, field) => {
    const { admin } = await gateway.organization();
    expect(refusalOf(await createApiToken(admin, input))).toMatchObject({ code: "BAD_USER_INPUT", field });
    expect((await admin.ok("{ apiTokens { totalCount } }")).apiTokens.totalCount).toBe(4);
  });

  it("stops a token at the moment it expires", async () => {
    const { admin } = await gateway.organization();
    const { client, apiToken } = await issueApiToken(admin, { expiresAt: inFuture(HOUR) });
    expect(Date.parse(apiToken.expiresAt)).toBeGreaterThan(Date.parse(apiToken.createdAt) + HOUR - 60_000);
    advance(HOUR - 60_000);
    expect(await works(client)).toBe(true);
    advance(60_000);
    expect(await works(client)).toBe(false);
  });

  it("gives no token a later end than its issuer's, and none its issuer's own", async () => {
    const { admin } = await gateway.organization();
    const end = inFuture(HOUR);
    const { client } = await issueApiToken(admin, { role: "ADMIN", expiresAt: end });
    const answer = await createApiToken(client, { expiresAt: inFuture(2 * HOUR) });
    expect(refusalOf(answer)).toMatchObject({ code: "BAD_USER_INPUT", field: "expiresAt" });
    for (const expiresAt of [undefined, null, end]) {
      expect((await issueApiToken(client, { expiresAt })).apiToken.expiresAt).toBe(end);
    }
    const sooner = inFuture(HOUR / 2);
    expect((await issueApiToken(client, { expiresAt: sooner })).apiToken.expiresAt).toBe(sooner);
  });
});
