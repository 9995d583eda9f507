import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DATABASE_KINDS } from "../support/databases/databases.js";
import { CHOSEN_SECRET, type Contract } from "../support/dialects/contracts/contract.js";
import { contractOrganization } from "../support/dialects/contracts/contract-organization.js";
import { CONTRACTS } from "../support/dialects/contracts/contracts.js";
import { COLLECTION, type DialectAnswer } from "../support/dialects/dialects.js";
import { startTestGateway, type TestGateway } from "../support/gateway/gateway.js";
import { listEvents } from "../support/organization/audit-events.js";

const ROTATIONS = CONTRACTS.flatMap((contract) =>
  contract.rotations.map((rotation) => ({ dialect: contract.dialect, title: rotation.title, contract, rotation })),
);
const ENDS = ROTATIONS.flatMap(({ contract, rotation: { end }, ...rest }) => (end ? [{ ...rest, contract, end }] : []));

describe.each(DATABASE_KINDS)("on %s", (kind) => {
  let gateway: TestGateway;

  beforeAll(async () => {
    gateway = await startTestGateway(kind);
  });
  afterAll(() => gateway.stop());

  async function open(contract: Contract) {
    const organization = await contractOrganization(gateway, contract);
    const created = await organization.application();
    const client = organization.as("owner");
    /** What GraphQL, Cloudflare and Meteroid say of the secrets. */
    async function seen() {
      const { oauthApplication } = await organization.owner.ok(
        `{ oauthApplication(id: "${created.id}") { hasRotatedSecret clientSecretHint secrets { status } } }`,
      );
      const cloudflare = await client.request("GET", `${COLLECTION.cloudflare(organization.id)}/${created.clientId}`);
      const meteroid = await client.request("GET", `${COLLECTION.meteroid(organization.id)}/${created.id}`);
      expect(cloudflare.body.result.has_rotated_secret).toBe(oauthApplication.hasRotatedSecret);
      expect(meteroid.body.client_secret_hint).toBe(oauthApplication.clientSecretHint);
      return oauthApplication as { hasRotatedSecret: boolean; clientSecretHint: string; secrets: { status: string }[] };
    }
    return { ...organization, created, seen };
  }

  describe.each(ENDS)("a rotation that is to be confirmed, at $dialect", ({ contract, end }) => {
    it("counts as an open one everywhere, and is ended by who deletes the old secret", async () => {
      const { id, created, seen, owner, admin, call } = await open(contract);
      const how = { previousSecret: "CONFIRM", confirmWithinSeconds: 60 };
      const { data } = await owner.rotate(created.id, how);
      const { clientSecret } = data.rotateSecret;
      expect(await seen()).toMatchObject({
        hasRotatedSecret: true,
        clientSecretHint: `ogs_…${clientSecret.slice(-4)}`,
      });
      expect((await call({ ...end, path: () => end.path(id, created.clientId) })).status).toBe(200);
      expect((await seen()).secrets).toEqual([{ status: "CURRENT" }, { status: "REVOKED" }]);
      gateway.advance(60_000);
      expect((await admin.verify(created.clientId, clientSecret)).active).toBe(true);
    });
  });

  describe.each(ROTATIONS)("a rotation through $dialect, $title", ({ contract, rotation }) => {
    it("is seen everywhere: whether two secrets work, and the new one's hint", async () => {
      const { created, seen, rotated } = await open(contract);
      expect(await seen()).toMatchObject({
        hasRotatedSecret: false,
        clientSecretHint: `ogs_…${created.clientSecret.slice(-4)}`,
      });
      const secret = await rotated(rotation, created.key);
      expect(await seen()).toMatchObject({
        hasRotatedSecret: rotation.oldOneWorks,
        clientSecretHint: secret === CHOSEN_SECRET ? `…${secret.slice(-2)}` : `ogs_…${secret.slice(-4)}`,
      });
    });

    if (rotation.oldOneWorks) {
      it.each(ENDS)("is ended through $dialect, $title", async ({ contract: ender, end }) => {
        const { id, created, seen, rotated, call, admin } = await open(contract);
        const secret = await rotated(rotation, created.key);
        const answer = await call({ ...end, path: () => end.path(id, created.clientId) });
        expect([ender.dialect, answer.status]).toEqual([ender.dialect, 200]);
        expect(await seen()).toMatchObject({
          hasRotatedSecret: false,
          secrets: [{ status: "CURRENT" }, { status: "REVOKED" }],
        });
        expect((await admin.verify(created.clientId, created.clientSecret)).active).toBe(false);
        expect((await admin.verify(created.clientId, secret)).active).toBe(true);
      });

      it("is started over in GraphQL when nobody saw the new secret", async () => {
        const { created, seen, rotated, owner, admin } = await open(contract);
        const secret = await rotated(rotation, created.key);
        await owner.ok(
          `mutation { cancelSecretRotation(input: { oauthApplicationId: "${created.id}" }) { oauthApplication { id } } }`,
        );
        expect(await seen()).toMatchObject({
          hasRotatedSecret: false,
          clientSecretHint: `ogs_…${created.clientSecret.slice(-4)}`,
        });
        expect((await admin.verify(created.clientId, created.clientSecret)).active).toBe(true);
        expect((await admin.verify(created.clientId, secret)).active).toBe(false);
      });
    }
  });

  it.each(CONTRACTS)(
    "the audit log says that it was done through $dialect, by whom and by which request",
    async (contract) => {
      const { admin, owner, as, call, id } = await contractOrganization(gateway, contract);
      const { viewer } = await owner.ok("{ viewer { actor { id } } }");
      const answers: [action: string, answer: DialectAnswer][] = [];
      const done = async (action: string, answering: Promise<DialectAnswer>) => {
        const answer = await answering;
        expect(answer.status, answer.text).toBeLessThan(300);
        answers.unshift([action, answer]);
        return answer;
      };
      const body = contract.creation("Shop");
      const created = await done(
        "oauth_application.created",
        as("owner").request("POST", contract.create.path(id, ""), { body }),
      );
      const { key } = contract.create.createdOf(created.body);
      if (contract.update) await done("oauth_application.updated", call(contract.update, key));
      for (const rotation of contract.rotations) {
        await done("client_secret.rotated", call(rotation, key));
        if (rotation.end) await done("client_secret.rotation_completed", call(rotation.end, key));
      }
      await done("oauth_application.deleted", call(contract.delete, key));
      await call(contract.get, key);
      await call(contract.list);

      const events = (await listEvents(admin)).filter(({ action }) =>
        /^(oauth_application|client_secret)\./.test(action),
      );
      expect(events.map(({ action, requestId, actor }) => [action, requestId, actor.id])).toEqual(
        answers.map(([action, { headers }]) => [action, headers.get("x-request-id"), viewer.actor.id]),
      );
      expect(events.map((event) => (event as typeof event & { wayIn: string }).wayIn)).toEqual(
        answers.map(() => contract.wayIn),
      );
      expect(new Set(events.map(({ targetId }) => targetId)).size).toBe(1);
    },
  );

  it.each(CONTRACTS)("what $dialect refuses leaves no trace in the audit log", async (contract) => {
    const { as, call, application, admin } = await contractOrganization(gateway, contract);
    const { key } = await application();
    const before = await listEvents(admin);
    await call(contract.delete, key, as("viewer"));
    await call(contract.rotations[0], key, as("viewer"));
    await call({ ...contract.create, body: () => ({}) });
    await call(contract.rotations[0], "0123456789abcdef0123456789abcdef");
    expect(await listEvents(admin)).toEqual(before);
  });
});
