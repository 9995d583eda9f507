// Too long for a quick run.
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { beginAccepted } from "../support/clients/slow-body.js";
import { DATABASE_KINDS } from "../support/databases/databases.js";
import { holdFile } from "../support/databases/held-file.js";
import { holdApplication } from "../support/databases/held-row.js";
import { contractOrganization } from "../support/dialects/contracts/contract-organization.js";
import { CONTRACTS } from "../support/dialects/contracts/contracts.js";
import { stopDurations } from "../support/gateway/durations.js";
import type { TestGateway, TestOrganization } from "../support/gateway/gateway.js";
import { haveTime } from "../support/gateway/have-time.js";
import { type Client, introspect, postAs, startOauthGateway, tokenOf } from "../support/oauth/oauth-endpoints.js";
import { listEvents } from "../support/organization/audit-events.js";
import { addedMember, serviceAccount } from "../support/organization/members.js";
import { changed, read, refusalOf } from "../support/organization/oauth-applications.js";
import { expectWorth, type Loot, steal } from "../support/organization/thief.js";

const REVOKE = { previousSecret: "REVOKE" };
const KEEP = { previousSecret: "KEEP" };

type Stop = (owner: TestOrganization["owner"], oauthApplicationId: string) => Promise<unknown>;

/** What stops the secret that is current now, at once. */
const STOPS: Record<string, Stop> = {
  "rotating it with REVOKE": (owner, id) => rotated(owner, id, REVOKE),
  "rotating it without an overlap": (owner, id) => rotated(owner, id, { overlapSeconds: 0 }),
  "completing its rotation": async (owner, id) => {
    await rotated(owner, id, KEEP);
    await changed(owner, "completeSecretRotation", { oauthApplicationId: id, force: true });
  },
  "ending its overlap now": async (owner, id) => {
    await rotated(owner, id, KEEP);
    await changed(owner, "updateSecretRotation", { oauthApplicationId: id, overlapSeconds: 0, force: true });
  },
  "making the application public": (owner, id) =>
    changed(owner, "updateOAuthApplication", { oauthApplicationId: id, public: true }),
};

async function rotated(owner: TestOrganization["owner"], id: string, input: Record<string, unknown>): Promise<string> {
  const { data, errors } = await owner.rotate(id, input);
  expect(errors).toEqual([]);
  return data.rotateSecret.clientSecret;
}

/** Another owner is left when the service account is stopped. */
async function organizationWithOwner(gateway: TestGateway): Promise<TestOrganization> {
  const organization = await gateway.organization();
  await addedMember(organization.owner, { subject: "owner", role: "OWNER" });
  return organization;
}

describe.each(DATABASE_KINDS)("a service account's leaked secret, on %s", (kind) => {
  haveTime();
  let gateway: TestGateway;

  beforeAll(async () => {
    gateway = await startOauthGateway(kind);
  });
  afterAll(() => gateway.stop());

  async function robbed(): Promise<{ organization: TestOrganization; application: Client; loot: Loot }> {
    const organization = await organizationWithOwner(gateway);
    const { application } = await serviceAccount(gateway, organization, "OWNER");
    return { organization, application, loot: await steal(gateway, application) };
  }

  it.each(Object.entries(STOPS))("gains nothing any more after %s", async (_name, stop) => {
    const { organization, application, loot } = await robbed();
    await stop(organization.owner, application.id);
    await expectWorth(loot, false);
    expect((await loot.accessToken.rotate(application.id, REVOKE)).status).toBe(401);
  });

  it("that is the new one gains nothing after the rotation is cancelled, and the one that stays keeps all", async () => {
    const { organization, application, loot: kept } = await robbed();
    const clientSecret = await rotated(organization.owner, application.id, KEEP);
    const loot = await steal(gateway, { ...application, clientSecret });
    await changed(organization.owner, "cancelSecretRotation", { oauthApplicationId: application.id, force: true });
    await expectWorth(loot, false);
    await expectWorth(kept, true);
  });

  it("takes nothing along that the staying secret obtained", async () => {
    const { organization, application, loot } = await robbed();
    const clientSecret = await rotated(organization.owner, application.id, KEEP);
    const kept = await steal(gateway, { ...application, clientSecret });
    await changed(organization.owner, "completeSecretRotation", { oauthApplicationId: application.id, force: true });
    await expectWorth(loot, false);
    await expectWorth(kept, true);
  });

  it("keeps what it obtained while it works", async () => {
    const { organization, application, loot } = await robbed();
    await rotated(organization.owner, application.id, KEEP);
    await expectWorth(loot, true);
  });

  it("from before tokens remembered it ends with the first secret that is stopped", async () => {
    const { organization, application, loot } = await robbed();
    await gateway.database.query("UPDATE access_tokens SET client_secret_id = NULL");
    await gateway.database.query("UPDATE api_tokens SET client_secret_id = NULL, access_token_digest = NULL");
    await rotated(organization.owner, application.id, KEEP);
    await changed(organization.owner, "cancelSecretRotation", { oauthApplicationId: application.id, force: true });
    await expectWorth(loot, false);
  });

  it("does not rotate in a request that was authenticated before it was stopped", async () => {
    const { organization, application, loot } = await robbed();
    const query = `mutation { rotateSecret(input: {oauthApplicationId: "${application.id}", previousSecret: REVOKE}) { clientSecret } }`;
    // A look at a token counts for a second: the request is not refused before its change is.
    stopDurations();
    const request = await beginAccepted(
      gateway,
      loot.accessToken,
      "/graphql",
      "application/json",
      JSON.stringify({ query }),
    );
    await rotated(organization.owner, application.id, REVOKE);
    const { secrets } = await read(organization.owner, application.id);
    const { status, text } = await request.finish();
    expect([status, JSON.parse(text).errors[0].extensions.code]).toEqual([200, "UNAUTHENTICATED"]);
    expect((await read(organization.owner, application.id)).secrets).toEqual(secrets);
  });

  it("does not rotate in a change that waits behind the one that stops it", async () => {
    const { organization, application, loot } = await robbed();
    const held = await (kind === "postgres"
      ? holdApplication(gateway.database, application.id)
      : holdFile(gateway.database));
    const rotate = vi.spyOn(gateway.gateway.services.secretRotations, "rotate");
    const stop = organization.owner.rotate(application.id, REVOKE);
    // One gateway's changes of an application wait in line in its own memory.
    await expect.poll(() => rotate.mock.calls.length).toBe(1);
    const theft = loot.accessToken.rotate(application.id, REVOKE);
    await expect.poll(() => rotate.mock.calls.length).toBe(2);
    rotate.mockRestore();
    await held.release();
    expect((await stop).errors).toEqual([]);
    expect((await theft).errors.map(({ extensions }) => extensions.code)).toEqual(["UNAUTHENTICATED"]);
  });

  it("can be told in the log and in the audit log by what it obtained", async () => {
    const { organization, application, loot } = await robbed();
    const { secrets } = await read(organization.owner, application.id);
    await loot.grandchild.createApplication({ name: "Made by a thief" });
    await rotated(organization.owner, application.id, REVOKE);
    const done = await listEvents(organization.owner, { actorSecretId: secrets[0].id });
    expect(done.map(({ action }) => action)).toEqual([
      "oauth_application.created",
      "api_token.created",
      "api_token.created",
    ]);
    const lines = gateway.log().split("\n");
    const issued = lines.filter((line) => line.includes(`"clientId":"${application.clientId}"`));
    expect(issued.map((line) => JSON.parse(line))).toEqual([
      expect.objectContaining({ route: "/oauth/token", status: 200, secretId: secrets[0].id }),
    ]);
  });

  it.each(["garbage", "sec_…", "app_0351AXMailugjqvHW8aDrV"])(
    "is not asked for by %j without a word",
    async (actorSecretId) => {
      const { organization } = await robbed();
      const answer = await organization.owner.send(
        "query ($filter: AuditEventFilter) { auditEvents(filter: $filter) { nodes { id } } }",
        { filter: { actorSecretId } },
      );
      expect(refusalOf(answer)).toMatchObject({
        code: "BAD_USER_INPUT",
        field: "filter.actorSecretId",
        rule: "secretId",
      });
    },
  );

  it("is named when it is stopped, whichever of two it is", async () => {
    const { organization, application } = await robbed();
    await rotated(organization.owner, application.id, KEEP);
    const { secrets } = await read(organization.owner, application.id);
    await rotated(organization.owner, application.id, REVOKE);
    const [event] = await listEvents(organization.owner, { action: "client_secret.rotated" });
    const stopped = (event?.details.revokedSecretIds ?? []) as string[];
    expect(stopped.toSorted()).toEqual(secrets.map(({ id }: { id: string }) => id).toSorted());
  });

  it("is told by the API tokens that end with it, and by its rotation", async () => {
    const { organization, application } = await robbed();
    await rotated(organization.owner, application.id, REVOKE);
    const [rotation, ...revoked] = await listEvents(organization.owner);
    expect(rotation).toMatchObject({ action: "client_secret.rotated", details: { revokeTokens: true } });
    expect(revoked.slice(0, 2).map(({ action }) => action)).toEqual(["api_token.revoked", "api_token.revoked"]);
  });

  it("gains nothing with an access token that its application has revoked", async () => {
    const { organization, application, loot } = await robbed();
    const other = await steal(gateway, application);
    expect(
      (await postAs(`${gateway.url}/oauth/revoke`, application, { token: loot.accessToken.token ?? "" })).status,
    ).toBe(200);
    await expectWorth(loot, false);
    await expectWorth(other, true);
    const events = await listEvents(organization.owner, { action: "api_token.revoked" });
    expect(events.map(({ actor }) => actor)).toEqual(Array(2).fill(expect.objectContaining({ id: application.id })));
  });

  describe.each(
    CONTRACTS.flatMap((contract) =>
      contract.rotations.map((rotation) => ({ contract, rotation, name: contract.dialect })),
    ),
  )("after $name, $rotation.title", ({ contract, rotation }) => {
    const stops = !rotation.oldOneWorks || rotation.end !== undefined;

    it(stops ? "gains nothing" : "gains what it did before", async () => {
      const organization = await contractOrganization(gateway, contract);
      await addedMember(organization.owner, { subject: "owner", role: "OWNER" });
      const application = await organization.application();
      await addedMember(organization.owner, { oauthApplicationId: application.id, role: "OWNER" });
      const loot = await steal(gateway, application);
      const token = await tokenOf(gateway.url, application);
      const clientSecret = await organization.rotated(rotation, application.key);
      if (rotation.end)
        expect((await organization.call(rotation.end, application.key)).status).toBe(rotation.end.status);
      await expectWorth(loot, !stops);
      // The vendors' rotations say nothing of other access tokens.
      const { json } = await introspect(gateway.url, { ...application, clientSecret }, token);
      expect(json.active).toBe(true);
    });
  });
});
