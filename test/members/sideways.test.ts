// Too long for a quick run.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Permission, Role } from "../../src/model/permission.js";
import { dumpRows } from "../support/databases/database-dump.js";
import { DATABASE_KINDS } from "../support/databases/databases.js";
import type { TestGateway, TestOrganization } from "../support/gateway/gateway.js";
import type { Answer, GraphqlClient } from "../support/gateway/graphql-client.js";
import { createClient, startOauthGateway } from "../support/oauth/oauth-endpoints.js";
import { addedMember, serviceAccount } from "../support/organization/members.js";
import { change, refusalOf, remove } from "../support/organization/oauth-applications.js";
import { HELD } from "../support/schema/field-decisions.js";

const { APPLICATION_WRITE, APPLICATION_DELETE, SECRET_ROTATE } = Permission;

type Step = (client: GraphqlClient, oauthApplicationId: string) => Promise<Answer>;

const update =
  (input: Record<string, unknown>): Step =>
  (client, oauthApplicationId) =>
    change(client, "updateOAuthApplication", { oauthApplicationId, ...input });

/** Everything that could let someone act as an application, or stop it; each wants an open rotation. */
const STEPS: Record<string, [Step, Permission]> = {
  "rotating its secret": [
    (client, oauthApplicationId) => change(client, "rotateSecret", { oauthApplicationId, previousSecret: "REVOKE" }),
    SECRET_ROTATE,
  ],
  "changing its rotation": [
    (client, oauthApplicationId) => change(client, "updateSecretRotation", { oauthApplicationId, overlapSeconds: 0 }),
    SECRET_ROTATE,
  ],
  "completing its rotation": [
    (client, oauthApplicationId) => change(client, "completeSecretRotation", { oauthApplicationId, force: true }),
    SECRET_ROTATE,
  ],
  "cancelling its rotation": [
    (client, oauthApplicationId) => change(client, "cancelSecretRotation", { oauthApplicationId, force: true }),
    SECRET_ROTATE,
  ],
  "renaming it": [update({ name: "Mine" }), APPLICATION_WRITE],
  "prolonging its tokens": [update({ accessTokenTtlSeconds: 86_400 }), APPLICATION_WRITE],
  "disabling it": [update({ enabled: false }), APPLICATION_WRITE],
  "enabling it": [update({ enabled: true }), APPLICATION_WRITE],
  "making it public": [update({ public: true }), APPLICATION_WRITE],
  "taking its grant away": [update({ grantTypes: ["AUTHORIZATION_CODE"] }), APPLICATION_WRITE],
  "deleting it": [(client, oauthApplicationId) => remove(client, { oauthApplicationId }), APPLICATION_DELETE],
};

describe.each(DATABASE_KINDS)("an application that is a member, on %s", (kind) => {
  let gateway: TestGateway;

  beforeAll(async () => {
    gateway = await startOauthGateway(kind);
  });
  afterAll(() => gateway.stop());

  /** A member with an open rotation, in an organization that has an owner besides. */
  async function memberWith(role: Role): Promise<{ organization: TestOrganization; id: string }> {
    const organization = await gateway.organization();
    const { application } = await serviceAccount(gateway, organization, role);
    await addedMember(organization.owner, { subject: "owner", role: "OWNER" });
    await organization.owner.rotate(application.id, { previousSecret: "KEEP" });
    return { organization, id: application.id };
  }

  async function expectRefused(clients: GraphqlClient[], id: string, step: Step): Promise<void> {
    const before = await dumpRows(gateway.database);
    for (const client of clients) expect(refusalOf(await step(client, id))).toEqual({ code: "FORBIDDEN" });
    expect(await dumpRows(gateway.database)).toBe(before);
  }

  describe.each(Object.entries(STEPS))("%s", (_name, [step, needed]) => {
    it.each([Role.ADMIN, Role.OWNER])(
      "is refused to a developer when it is an %s, and changes nothing",
      async (role) => {
        const { organization, id } = await memberWith(role);
        const { signIn } = await serviceAccount(gateway, organization, "DEVELOPER");
        await expectRefused([organization.developer, await signIn()], id, step);
      },
    );

    it("is refused to an admin when it is an owner, and changes nothing", async () => {
      const { organization, id } = await memberWith(Role.OWNER);
      const { signIn } = await serviceAccount(gateway, organization, "ADMIN");
      await expectRefused([organization.admin, await signIn()], id, step);
    });

    it("is refused to an owner's token that lacks one permission of the membership", async () => {
      const { organization, id } = await memberWith(Role.ADMIN);
      const lacking = HELD.ADMIN.filter((permission) => permission !== needed);
      const clients = await Promise.all(
        lacking.map((one) =>
          organization.client(
            Role.OWNER,
            HELD.OWNER.filter((permission) => permission !== one),
          ),
        ),
      );
      await expectRefused(clients, id, step);
    });

    it("is done by whoever holds every permission of the membership", async () => {
      const { organization, id } = await memberWith(Role.VIEWER);
      const narrowed = await organization.client(Role.OWNER, [...new Set([...HELD.VIEWER, needed])]);
      expect((await step(narrowed, id)).errors).toEqual([]);
      const owned = await memberWith(Role.OWNER);
      expect((await step(owned.organization.owner, owned.id)).errors).toEqual([]);
    });
  });

  it("is changed by a role that is not below its own", async () => {
    const { organization, id } = await memberWith(Role.VIEWER);
    expect((await organization.developer.rotate(id, { previousSecret: "REVOKE" })).errors).toEqual([]);
    const { signIn, application } = await serviceAccount(gateway, organization, "DEVELOPER");
    const itself = await signIn();
    expect((await itself.rotate(application.id)).errors).toEqual([]);
  });

  it("is anybody's again, who may change applications, once it is removed", async () => {
    const organization = await gateway.organization();
    const { application, memberId } = await serviceAccount(gateway, organization, "ADMIN");
    expect(refusalOf(await organization.developer.rotate(application.id))).toEqual({ code: "FORBIDDEN" });
    await organization.owner.ok("mutation ($id: ID!) { removeMember(input: { memberId: $id }) { removedId } }", {
      id: memberId,
    });
    expect((await organization.developer.rotate(application.id)).errors).toEqual([]);
  });

  it("says nothing of its membership to who is of another organization", async () => {
    const { id } = await memberWith(Role.OWNER);
    const stranger = await gateway.organization();
    await createClient(stranger.owner);
    for (const [step, needed] of Object.values(STEPS)) {
      const client = needed === APPLICATION_DELETE ? stranger.admin : stranger.developer;
      expect(refusalOf(await step(client, id))).toEqual({ code: "NOT_FOUND" });
    }
  });
});
