import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DATABASE_KINDS } from "../support/databases/databases.js";
import { startTestGateway, type TestGateway } from "../support/gateway/gateway.js";
import { listEvents } from "../support/organization/audit-events.js";
import { change, read } from "../support/organization/oauth-applications.js";

describe.each(DATABASE_KINDS)("details of audit events on %s", (kind) => {
  let gateway: TestGateway;

  beforeAll(async () => {
    gateway = await startTestGateway(kind);
  });
  afterAll(() => gateway.stop());

  async function rotating() {
    const organization = await gateway.organization();
    const { id } = await organization.developer.createApplication();
    await organization.developer.rotate(id);
    return { ...organization, id };
  }

  it("names the fields that an update changed, and only those", async () => {
    const { developer, admin, id } = await rotating();
    await change(developer, "updateOAuthApplication", {
      oauthApplicationId: id,
      name: "Test application",
      scopes: ["a"],
      pkceRequired: true,
    });
    const [event] = await listEvents(admin, { action: "oauth_application.updated" });
    expect((event?.details.changed as string[] | undefined)?.toSorted()).toEqual(["pkceRequired", "scopes"]);
  });

  it("says which secrets each step of a rotation was about", async () => {
    const { developer, admin } = await gateway.organization();
    const { id } = await developer.createApplication();
    const input = { oauthApplicationId: id };
    await developer.rotate(id, { overlapSeconds: 60 });
    await change(developer, "updateSecretRotation", { ...input, overlapSeconds: null });
    await change(developer, "cancelSecretRotation", input);
    await developer.rotate(id, { previousSecret: "KEEP" });
    await change(developer, "completeSecretRotation", input);
    const [third, second, first] = (await read(developer, id)).secrets.map((secret: { id: string }) => secret.id);
    const events = (await listEvents(admin, { targetId: id })).reverse();
    expect(events.map(({ action, details }) => [action, details])).toEqual([
      ["oauth_application.created", { secretId: first }],
      [
        "client_secret.rotated",
        {
          secretId: second,
          previousSecret: "EXPIRE",
          previousSecretId: first,
          previousSecretExpiresAt: expect.any(String),
        },
      ],
      ["client_secret.rotation_updated", { previousSecretId: first, previousSecretExpiresAt: null }],
      ["client_secret.rotation_cancelled", { secretId: first, cancelledSecretId: second }],
      [
        "client_secret.rotated",
        { secretId: third, previousSecret: "KEEP", previousSecretId: first, previousSecretExpiresAt: null },
      ],
      ["client_secret.rotation_completed", { secretId: third, previousSecretId: first }],
    ]);
  });

  it("says which secrets an application lost when it turned public", async () => {
    const { developer, admin, id } = await rotating();
    const ids = (await read(developer, id)).secrets.map((secret: { id: string }) => secret.id);
    await change(developer, "updateOAuthApplication", { oauthApplicationId: id, public: true });
    const [event] = await listEvents(admin, { targetId: id });
    expect((event?.details.revokedSecretIds as string[] | undefined)?.toSorted()).toEqual(ids.toSorted());
  });
});
