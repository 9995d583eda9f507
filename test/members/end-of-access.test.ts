import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DATABASE_KINDS } from "../support/databases/databases.js";
import type { TestGateway, TestOrganization } from "../support/gateway/gateway.js";
import { requestToken, startOauthGateway } from "../support/oauth/oauth-endpoints.js";
import { issueApiToken } from "../support/organization/api-tokens.js";
import { listEvents } from "../support/organization/audit-events.js";
import {
  access,
  addedMember,
  removeMember,
  type ServiceAccount,
  serviceAccount,
  updateMember,
} from "../support/organization/members.js";
import { changed, remove } from "../support/organization/oauth-applications.js";

const REFUSED = [401, "UNAUTHENTICATED"];

type End = (organization: TestOrganization, account: ServiceAccount) => Promise<unknown>;

const ENDS: Record<string, End> = {
  removed: ({ owner }, { memberId }) => removeMember(owner, memberId),
  disabled: ({ owner }, { application: { id } }) =>
    changed(owner, "updateOAuthApplication", { oauthApplicationId: id, enabled: false }),
  "made public": ({ owner }, { application: { id } }) =>
    changed(owner, "updateOAuthApplication", { oauthApplicationId: id, public: true }),
  deleted: ({ owner }, { application: { id } }) => remove(owner, { oauthApplicationId: id }),
};

describe.each(DATABASE_KINDS)("the access of a service account on %s", (kind) => {
  let gateway: TestGateway;

  beforeAll(async () => {
    gateway = await startOauthGateway(kind);
  });
  afterAll(() => gateway.stop());

  it.each(Object.entries(ENDS))(
    "ends at once when it is %s, with all that it has issued, and what that has issued",
    async (_name, end) => {
      const organization = await gateway.organization();
      const account = await serviceAccount(gateway, organization, "ADMIN");
      const service = await account.signIn();
      const child = await issueApiToken(service, { role: "ADMIN" });
      const grandchild = await issueApiToken(child.client, { role: "ADMIN" });
      const all = [service, child.client, grandchild.client];
      for (const client of all) expect(await access(client)).toEqual([200]);
      await end(organization, account);
      for (const client of all) expect(await access(client)).toEqual(REFUSED);
      const { status } = await requestToken(gateway.url, account.application, { resource: gateway.url });
      expect([400, 401]).toContain(status);
      for (const { id } of [child, grandchild]) {
        const [revoked] = await listEvents(organization.owner, { targetId: id });
        expect(revoked?.action).toBe("api_token.revoked");
      }
    },
  );

  it.each(["removed", "disabled"])("does not come back with an old token when it is no longer %s", async (name) => {
    const organization = await gateway.organization();
    const account = await serviceAccount(gateway, organization, "ADMIN");
    const service = await account.signIn();
    const child = await issueApiToken(service, { role: "ADMIN" });
    await (ENDS[name] as End)(organization, account);
    const oauthApplicationId = account.application.id;
    if (name === "disabled")
      await changed(organization.owner, "updateOAuthApplication", { oauthApplicationId, enabled: true });
    else await addedMember(organization.owner, { oauthApplicationId, role: "ADMIN" });
    for (const client of [service, child.client]) expect(await access(client)).toEqual(REFUSED);
    expect(await access(await account.signIn())).toEqual([200]);
  });

  it("ends with its access token's life, and so does all that it has issued", async () => {
    const organization = await gateway.organization();
    const account = await serviceAccount(gateway, organization, "ADMIN", { accessTokenTtlSeconds: 60 });
    const service = await account.signIn();
    const child = await issueApiToken(service, { role: "ADMIN" });
    const end = Date.parse(child.apiToken.expiresAt);
    expect(end).toBeLessThanOrEqual(Date.now() + 60_000);
    const grandchild = await issueApiToken(child.client, { role: "VIEWER" });
    expect(Date.parse(grandchild.apiToken.expiresAt)).toBeLessThanOrEqual(end);
    const later = new Date(end + 1000).toISOString();
    await expect(issueApiToken(service, { role: "VIEWER", expiresAt: later })).rejects.toThrow("expiresAt");
    gateway.advance(60_000);
    try {
      for (const client of [service, child.client, grandchild.client]) expect(await access(client)).toEqual(REFUSED);
    } finally {
      gateway.advance(-60_000);
    }
  });

  it("is lowered at once by a demotion, which revokes what it has issued, and what that has issued", async () => {
    const organization = await gateway.organization();
    const account = await serviceAccount(gateway, organization, "ADMIN");
    const service = await account.signIn();
    const child = await issueApiToken(service, { role: "ADMIN" });
    const grandchild = await issueApiToken(child.client, { role: "VIEWER" });
    const other = await issueApiToken(organization.admin, { role: "ADMIN" });
    await updateMember(organization.owner, account.memberId, "DEVELOPER");
    expect((await service.ok("{ viewer { role } }")).viewer.role).toBe("DEVELOPER");
    await expect(issueApiToken(service, { role: "VIEWER" })).rejects.toThrow("FORBIDDEN");
    for (const { client } of [child, grandchild]) expect(await access(client)).toEqual(REFUSED);
    expect(await access(other.client)).toEqual([200]);
  });

  it("is raised at once by a promotion, which revokes nothing", async () => {
    const organization = await gateway.organization();
    const account = await serviceAccount(gateway, organization, "ADMIN");
    await addedMember(organization.owner, { subject: "owner", role: "OWNER" });
    const service = await account.signIn();
    const child = await issueApiToken(service, { role: "ADMIN" });
    await updateMember(organization.owner, account.memberId, "OWNER");
    expect((await service.ok("{ viewer { role } }")).viewer.role).toBe("OWNER");
    expect((await child.client.ok("{ viewer { role } }")).viewer.role).toBe("ADMIN");
  });
});
