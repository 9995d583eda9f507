import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Permission, Role } from "../../src/model/permission.js";
import { DATABASE_KINDS } from "../support/databases/databases.js";
import { keptState } from "../support/databases/kept-state.js";
import { cspOrganization } from "../support/dialects/csp.js";
import type { TestGateway, TestOrganization } from "../support/gateway/gateway.js";
import type { GraphqlClient } from "../support/gateway/graphql-client.js";
import { startOauthGateway } from "../support/oauth/oauth-endpoints.js";
import { serviceAccount } from "../support/organization/members.js";
import { change, read, refusalOf } from "../support/organization/oauth-applications.js";

const { APPLICATION_READ, APPLICATION_WRITE, SECRET_ROTATE } = Permission;
const [ON, OFF] = [{ selfRotationEnabled: true }, { selfRotationEnabled: false }];
const OWNER_ONLY = { ownerOnlySecretRotation: true };

describe.each(DATABASE_KINDS)("selfRotationEnabled on %s", (kind) => {
  let gateway: TestGateway;
  let organization: TestOrganization;

  beforeAll(async () => {
    gateway = await startOauthGateway(kind);
    organization = await gateway.organization();
  });
  afterAll(() => gateway.stop());

  const create = (client: GraphqlClient, input: object) =>
    change(client, "createOAuthApplication", { name: "Test", ...input });
  const set = (client: GraphqlClient, oauthApplicationId: string, input: object) =>
    change(client, "updateOAuthApplication", { oauthApplicationId, ...input });
  const stored = (id: string) => read(organization.owner, id, "selfRotationEnabled ownerOnlySecretRotation");

  it("is false unless somebody says otherwise, at the registration or later, and is recorded", async () => {
    const { id } = await organization.developer.createApplication();
    expect(await stored(id)).toEqual({ ...OFF, ownerOnlySecretRotation: false });
    expect((await set(organization.developer, id, ON)).errors).toEqual([]);
    expect(await stored(id)).toMatchObject(ON);
    expect((await set(organization.developer, id, { name: "Other" })).errors).toEqual([]);
    expect(await stored(id)).toMatchObject(ON);
    const { oauthApplication } = await organization.owner.ok(
      "query ($id: ID!) { oauthApplication(id: $id) { auditEvents { nodes { details } } } }",
      { id },
    );
    expect(oauthApplication.auditEvents.nodes[1].details.changed).toEqual(["selfRotationEnabled"]);
    const created = await organization.developer.createApplication(ON);
    expect(await stored(created.id)).toMatchObject(ON);
  });

  it("is SECRET_ROTATE's, at the registration too", async () => {
    const writer = await organization.client(Role.DEVELOPER, [APPLICATION_READ, APPLICATION_WRITE]);
    const off = await organization.owner.createApplication();
    const on = await organization.owner.createApplication(ON);
    const before = await keptState(gateway.database);
    const refused = [
      await create(writer, ON),
      await set(writer, off.id, ON),
      await set(writer, on.id, OFF),
      await set(organization.viewer, off.id, ON),
    ];
    for (const answer of refused) expect(refusalOf(answer)).toEqual({ code: "FORBIDDEN" });
    expect(await keptState(gateway.database)).toEqual(before);
    for (const answer of [await create(writer, OFF), await set(writer, on.id, { ...ON, name: "Renamed" })]) {
      expect(answer.errors).toEqual([]);
    }
    const rotator = await organization.client(Role.DEVELOPER, [APPLICATION_READ, APPLICATION_WRITE, SECRET_ROTATE]);
    expect((await set(rotator, off.id, ON)).errors).toEqual([]);
  });

  it("of a member is only for who holds every permission of that membership", async () => {
    const { application } = await serviceAccount(gateway, organization, "ADMIN");
    expect(refusalOf(await set(organization.developer, application.id, ON))).toEqual({ code: "FORBIDDEN" });
    expect((await set(organization.admin, application.id, ON)).errors).toEqual([]);
  });

  it("contradicts ownerOnlySecretRotation in one input, whatever is stored", async () => {
    const { id } = await organization.owner.createApplication();
    const refusal = { code: "BAD_USER_INPUT", field: "selfRotationEnabled", rule: "contradiction" };
    const before = await keptState(gateway.database);
    for (const client of [organization.owner, organization.developer]) {
      expect(refusalOf(await create(client, { ...ON, ...OWNER_ONLY }))).toEqual(refusal);
      expect(refusalOf(await set(client, id, { ...ON, ...OWNER_ONLY }))).toEqual(refusal);
    }
    expect(await keptState(gateway.database)).toEqual(before);
  });

  it("conflicts with an ownerOnlySecretRotation that is stored, and the other way round", async () => {
    const own = await organization.owner.createApplication(OWNER_ONLY);
    const self = await organization.owner.createApplication(ON);
    const before = await keptState(gateway.database);
    for (const client of [organization.owner, organization.developer]) {
      expect(refusalOf(await set(client, own.id, ON))).toEqual({ code: "CONFLICT" });
    }
    expect(refusalOf(await set(organization.owner, self.id, OWNER_ONLY))).toEqual({ code: "CONFLICT" });
    expect(await keptState(gateway.database)).toEqual(before);
    expect((await set(organization.owner, own.id, { ...ON, ownerOnlySecretRotation: false })).errors).toEqual([]);
    expect((await set(organization.owner, self.id, { ...OFF, ...OWNER_ONLY })).errors).toEqual([]);
    expect(await stored(own.id)).toEqual({ ...ON, ownerOnlySecretRotation: false });
    expect(await stored(self.id)).toEqual({ ...OFF, ...OWNER_ONLY });
  });

  it("is no dialect's: CSP's ownerOnlySecretRotation is a conflict, and no body has it", async () => {
    const csp = await cspOrganization(gateway);
    const { clientId } = await csp.created();
    const { oauthApplication } = await csp.owner.ok(`{ oauthApplication(clientId: "${clientId}") { id } }`);
    expect((await set(csp.owner, oauthApplication.id, ON)).errors).toEqual([]);
    expect((await csp.patch(clientId, { ownerOnlySecretRotation: true })).status).toBe(409);
    expect((await csp.patch(clientId, OFF)).status).toBe(400);
    expect(await csp.shown(clientId)).not.toHaveProperty("selfRotationEnabled");
    const { oauthApplication: after } = await csp.owner.ok(
      `{ oauthApplication(clientId: "${clientId}") { selfRotationEnabled } }`,
    );
    expect(after).toEqual(ON);
  });
});
