import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Role } from "../../src/model/permission.js";
import { DATABASE_KINDS } from "../support/databases/databases.js";
import type { TestGateway } from "../support/gateway/gateway.js";
import { GraphqlClient } from "../support/gateway/graphql-client.js";
import { createClient, requestToken, startOauthGateway, tokenOf } from "../support/oauth/oauth-endpoints.js";
import { listEvents } from "../support/organization/audit-events.js";
import {
  access,
  addedMember,
  addMember,
  listMembers,
  serviceAccount,
  updateMember,
} from "../support/organization/members.js";
import { refusalOf, remove } from "../support/organization/oauth-applications.js";
import { HELD } from "../support/schema/field-decisions.js";

const REFUSED = [401, "UNAUTHENTICATED"];

describe.each(DATABASE_KINDS)("a service account on %s", (kind) => {
  let gateway: TestGateway;

  beforeAll(async () => {
    gateway = await startOauthGateway(kind);
  });
  afterAll(() => gateway.stop());

  async function verifyStatus(token: string): Promise<number> {
    const response = await fetch(`${gateway.url}/oauth/verify`, {
      method: "POST",
      headers: { authorization: `Bearer ${token}` },
      body: new URLSearchParams({ client_id: "f".repeat(32), client_secret: "none" }),
    });
    return response.status;
  }

  it("manages applications with its token, and stands under its name in the audit log", async () => {
    const organization = await gateway.organization();
    const { application, signIn } = await serviceAccount(gateway, organization, "ADMIN", { name: "Deployer" });
    const service = await signIn();
    const { viewer } = await service.ok(
      "{ viewer { role permissions actor { id kind name } organization { id slug } } }",
    );
    const actor = { id: application.id, kind: "APPLICATION", name: "Deployer" };
    expect(viewer).toEqual({
      actor,
      role: "ADMIN",
      permissions: expect.arrayContaining(HELD.ADMIN as string[]),
      organization: { id: organization.id, slug: organization.slug },
    });
    expect(viewer.permissions).toHaveLength(HELD.ADMIN.length);

    const made = await service.createApplication({ name: "Made by a machine" });
    expect((await service.rotate(made.id)).errors).toEqual([]);
    expect((await service.verify(made.clientId, made.clientSecret ?? "")).active).toBe(true);
    expect((await remove(service, { oauthApplicationId: made.id })).errors).toEqual([]);
    const events = await listEvents(organization.owner, { targetId: made.id });
    expect(events.map(({ action, actor: by }) => [action, by])).toEqual([
      ["oauth_application.deleted", actor],
      ["client_secret.rotated", actor],
      ["oauth_application.created", actor],
    ]);
    const mine = await listEvents(organization.owner, { actorId: application.id });
    expect(mine.map(({ id }) => id)).toEqual(events.map(({ id }) => id));
  });

  it.each(Object.values(Role))("can do as a %s what the role can, no more", async (role) => {
    const organization = await gateway.organization();
    if (role === Role.OWNER) await addedMember(organization.owner, { subject: "owner", role });
    const { signIn } = await serviceAccount(gateway, organization, role);
    const service = await signIn();
    const { viewer } = await service.ok("{ viewer { role permissions } }");
    expect(viewer.role).toBe(role);
    expect([...viewer.permissions].sort()).toEqual([...HELD[role]].sort());
    const codeOf = async (mutation: string, least = "__typename") =>
      (await service.send(`mutation { ${mutation} { ${least} } }`)).errors[0]?.extensions.code ?? "OK";
    expect({
      create: await codeOf('createOAuthApplication(input: { name: "New" })'),
      issue: await codeOf('createApiToken(input: { name: "New", role: VIEWER })', "token"),
      own: await codeOf('updateOrganization(input: { name: "New" })'),
      verify: await verifyStatus(service.token as string),
    }).toEqual({
      create: HELD[role].includes("APPLICATION_WRITE" as never) ? "OK" : "FORBIDDEN",
      issue: HELD[role].includes("TOKEN_WRITE" as never) ? "OK" : "FORBIDDEN",
      own: HELD[role].includes("ORGANIZATION_WRITE" as never) ? "OK" : "FORBIDDEN",
      verify: HELD[role].includes("SECRET_VERIFY" as never) ? 200 : 403,
    });
  });

  it("cannot raise itself, nor let another member in above itself", async () => {
    const organization = await gateway.organization();
    const { memberId, signIn } = await serviceAccount(gateway, organization, "ADMIN");
    const service = await signIn();
    const accomplice = await createClient(service);
    const before = await listMembers(organization.owner);
    expect(refusalOf(await updateMember(service, memberId, "OWNER"))).toEqual({ code: "FORBIDDEN" });
    expect(refusalOf(await addMember(service, { oauthApplicationId: accomplice.id, role: "OWNER" }))).toEqual({
      code: "FORBIDDEN",
    });
    expect(await listMembers(organization.owner)).toEqual(before);
  });

  it("is the only one who gets a token for the gateway, by its address", async () => {
    const organization = await gateway.organization();
    const outsider = await createClient(organization.owner);
    const member = await serviceAccount(gateway, organization, "VIEWER");
    const refusal = async (client: typeof outsider, resource: string) => {
      const { status, json } = await requestToken(gateway.url, client, { resource });
      return [status, json.error, json.access_token];
    };
    expect(await refusal(outsider, gateway.url)).toEqual([400, "invalid_target", undefined]);
    for (const resource of [
      `${gateway.url}//`,
      `${gateway.url}/graphql`,
      "https://example.com",
      `urn:oauth-application:${outsider.id}`,
    ]) {
      expect(await refusal(member.application, resource)).toEqual([400, "invalid_target", undefined]);
    }
    expect(await access(await member.signIn())).toEqual([200]);
  });

  it("gets no token that is for two things", async () => {
    const { application } = await serviceAccount(gateway, await gateway.organization(), "ADMIN");
    const body = new URLSearchParams({
      grant_type: "client_credentials",
      client_id: application.clientId,
      client_secret: application.clientSecret,
    });
    body.append("resource", gateway.url);
    body.append("resource", `urn:oauth-application:${application.id}`);
    const response = await fetch(`${gateway.url}/oauth/token`, {
      method: "POST",
      headers: { authorization: `Basic ${btoa(`${application.clientId}:${application.clientSecret}`)}` },
      body: new URLSearchParams([...body].filter(([name]) => !name.startsWith("client_"))),
    });
    expect(response.status).toBe(400);
    expect(await response.json()).not.toHaveProperty("access_token");
  });

  it("is nobody with a token that is for anything else", async () => {
    const organization = await gateway.organization();
    const { application } = await serviceAccount(gateway, organization, "OWNER");
    await addedMember(organization.owner, { subject: "another", role: "OWNER" });
    for (const resource of [undefined, `urn:oauth-application:${application.id}`]) {
      const form: Record<string, string> = resource === undefined ? {} : { resource };
      const token = await tokenOf(gateway.url, application, form);
      expect(await access(new GraphqlClient(gateway.url, token))).toEqual(REFUSED);
      expect(await verifyStatus(token)).toBe(401);
    }
  });

  it("is nobody in another organization, whatever it names", async () => {
    const [home, other] = [await gateway.organization(), await gateway.organization()];
    const { signIn } = await serviceAccount(gateway, home, "ADMIN");
    const foreign = await createClient(other.owner);
    const service = await signIn();
    const { data } = await service.send("{ viewer { organization { id } } }", undefined, {
      "x-organization": other.id,
    });
    expect(data?.viewer.organization.id ?? home.id).toBe(home.id);
    expect(await service.ok("query ($id: ID!) { oauthApplication(id: $id) { id } }", { id: foreign.id })).toEqual({
      oauthApplication: null,
    });
    expect(await service.verify(foreign.clientId, foreign.clientSecret)).toEqual({ active: false });
    expect(refusalOf(await service.rotate(foreign.id))).toEqual({ code: "NOT_FOUND" });
  });
});
