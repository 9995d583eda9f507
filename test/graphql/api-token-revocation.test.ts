import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Permission, Role } from "../../src/model/permission.js";
import { DATABASE_KINDS } from "../support/databases/databases.js";
import { startTestGateway, type TestGateway } from "../support/gateway/gateway.js";
import { issueApiToken, revokeApiToken, works } from "../support/organization/api-tokens.js";
import { refusalOf } from "../support/organization/oauth-applications.js";

describe.each(DATABASE_KINDS)("revoking API tokens on %s", (kind) => {
  let gateway: TestGateway;

  beforeAll(async () => {
    gateway = await startTestGateway(kind);
  });
  afterAll(() => gateway.stop());

  it("stops a revoked token at once, and for good", async () => {
    const { admin } = await gateway.organization();
    const { client, id } = await issueApiToken(admin);
    expect(await works(client)).toBe(true);
    const { data } = await revokeApiToken(admin, id);
    expect(data.revokeApiToken.apiToken).toEqual({ id, revokedAt: expect.any(String) });
    expect(await works(client)).toBe(false);
    expect(refusalOf(await revokeApiToken(admin, id))).toEqual({ code: "CONFLICT" });
  });

  it("revokes with a token all that was issued with it, down to the last, and nothing beside", async () => {
    const { admin } = await gateway.organization();
    const parent = await issueApiToken(admin, { role: "ADMIN" });
    const sibling = await issueApiToken(admin, { role: "ADMIN" });
    const child = await issueApiToken(parent.client, { role: "ADMIN" });
    const grandchildren = [await issueApiToken(child.client), await issueApiToken(child.client, { role: "ADMIN" })];
    const { data } = await revokeApiToken(admin, parent.id);
    for (const { client } of [parent, child, ...grandchildren]) expect(await works(client)).toBe(false);
    for (const client of [admin, sibling.client]) expect(await works(client)).toBe(true);
    const { apiTokens } = await admin.ok("{ apiTokens { nodes { id revokedAt } } }");
    const { revokedAt } = data.revokeApiToken.apiToken;
    const revoked = apiTokens.nodes.filter((node: { revokedAt: string | null }) => node.revokedAt === revokedAt);
    const ids = [parent, child, ...grandchildren].map(({ id }) => id);
    expect(revoked.map(({ id }: { id: string }) => id).toSorted()).toEqual(ids.toSorted());
  });

  it("revokes what a token issued even when one in between was revoked before, at that time", async () => {
    const { admin } = await gateway.organization();
    const parent = await issueApiToken(admin, { role: "ADMIN" });
    const child = await issueApiToken(parent.client, { role: "ADMIN" });
    const first = (await revokeApiToken(admin, child.id)).data.revokeApiToken.apiToken.revokedAt;
    gateway.advance(3_600_000);
    await revokeApiToken(admin, parent.id);
    const { node } = await admin.ok("query ($id: ID!) { node(id: $id) { ... on ApiToken { revokedAt } } }", {
      id: child.id,
    });
    expect(node.revokedAt).toBe(first);
  });

  it("revokes what expired less than ten minutes ago, which may be good by another clock, and nothing older", async () => {
    const { admin } = await gateway.organization();
    const parent = await issueApiToken(admin, { role: "ADMIN" });
    const endingIn = (ms: number) => ({ role: "ADMIN", expiresAt: new Date(gateway.now() + ms).toISOString() });
    const over = {
      root: await issueApiToken(admin, endingIn(60_000)),
      child: await issueApiToken(parent.client, endingIn(60_000)),
    };
    const recent = {
      root: await issueApiToken(admin, endingIn(61_000)),
      child: await issueApiToken(parent.client, endingIn(61_000)),
    };
    const grandchild = await issueApiToken(recent.child.client);
    gateway.advance(660_000);
    expect(refusalOf(await revokeApiToken(admin, over.root.id))).toEqual({ code: "CONFLICT" });
    for (const id of [recent.root.id, parent.id]) expect((await revokeApiToken(admin, id)).errors).toEqual([]);
    const { apiTokens } = await admin.ok("{ apiTokens { nodes { id revokedAt } } }");
    const kept = apiTokens.nodes.filter(({ revokedAt }: { revokedAt: string | null }) => revokedAt === null);
    const ids = kept.map(({ id }: { id: string }) => id);
    expect(ids).toEqual(expect.arrayContaining([over.root.id, over.child.id]));
    for (const { id } of [recent.root, recent.child, grandchild, parent]) expect(ids).not.toContain(id);
  });

  it("lets a token revoke itself", async () => {
    const { admin } = await gateway.organization();
    const { client, id } = await issueApiToken(admin, { role: "ADMIN" });
    expect((await revokeApiToken(client, id)).errors).toEqual([]);
    expect(await works(client)).toBe(false);
  });

  it("refuses to revoke a token with more rights than one's own", async () => {
    const organization = await gateway.organization();
    const owners = await issueApiToken(organization.owner, { role: "OWNER" });
    const admins = await issueApiToken(organization.admin, { role: "ADMIN" });
    const narrow = await organization.client(Role.ADMIN, [Permission.TOKEN_WRITE]);
    for (const [client, { id }] of [
      [organization.admin, owners],
      [narrow, admins],
      [organization.developer, admins],
    ] as const) {
      expect(refusalOf(await revokeApiToken(client, id))).toEqual({ code: "FORBIDDEN" });
    }
    for (const { client } of [owners, admins]) expect(await works(client)).toBe(true);
  });

  it("answers about another organization's token as about one that never existed", async () => {
    const one = await gateway.organization();
    const other = await gateway.organization();
    const { id, client } = await issueApiToken(one.admin);
    const about = async (tokenId: string) => {
      const node = await other.owner.send("query ($id: ID!) { node(id: $id) { id } }", { id: tokenId });
      return [node, await revokeApiToken(other.owner, tokenId)].map(
        ({ status, text }) => `${status} ${text.replaceAll(tokenId, "ID")}`,
      );
    };
    expect(await about(id)).toEqual(await about("tok_0000000000000000000000"));
    for (const tokenId of [id, "tok_x", "app_0000000000000000000000", "\u0000", "\ud800", ""]) {
      expect(refusalOf(await revokeApiToken(other.owner, tokenId))).toEqual({ code: "NOT_FOUND" });
    }
    expect(await works(client)).toBe(true);
  });
});
