import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DATABASE_KINDS } from "../support/databases/databases.js";
import { expectRefused } from "../support/dialects/contracts/contract-organization.js";
import { csp } from "../support/dialects/contracts/csp.js";
import { chosenSecret, cspOrganization } from "../support/dialects/csp.js";
import type { TestGateway } from "../support/gateway/gateway.js";
import { haveTime } from "../support/gateway/have-time.js";
import { startOauthGateway } from "../support/oauth/oauth-endpoints.js";
import { read } from "../support/organization/oauth-applications.js";

const newClientId = () => `Chosen_id-${crypto.randomUUID()}`;

describe.each(DATABASE_KINDS)("client ids that CSP's caller chooses, on %s", (kind) => {
  haveTime();
  let gateway: TestGateway;

  beforeAll(async () => {
    gateway = await startOauthGateway(kind);
  });
  afterAll(() => gateway.stop());

  it.each(["", " ", "a b", "ä", "a\u0000", 'a"', "a'", "a\\", "x".repeat(256)])("refuses the id %j", async (id) => {
    const { create, send } = await cspOrganization(gateway);
    const message = expectRefused(csp, await create({ id }), { status: 400, field: "id" });
    expect(message).toMatch(/visible ASCII characters except|characters? long|control characters/);
    expect((await send("GET")).body.totalResults).toBe(0);
  });

  it.each(["a", "-", "_", "secret", "decoy", "A-z_0-9", "a.b", "x".repeat(101), "y".repeat(255)])(
    "takes the id %s, by which everything can then be done",
    async (name) => {
      const { create, good, shown, patch, send } = await cspOrganization(gateway);
      const id = name.length > 100 ? name : `${name}-${crypto.randomUUID()}`.slice(0, 255);
      const clientId = ["decoy", "secret"].includes(name) ? name : id;
      const { status, body } = await create({ id: clientId });
      expect(status).toBe(200);
      expect(await good(clientId, body.clientSecret)).toBe(true);
      expect(await shown(clientId)).toMatchObject({ id: clientId, displayName: "Shop" });
      expect((await patch(clientId, { displayName: "Renamed" })).body).toMatchObject({ displayName: "Renamed" });
      const { body: regenerated } = await send("PUT", `/${clientId}/secret`, {});
      expect(regenerated).toEqual({ clientId, clientSecret: expect.any(String) });
      expect(await good(clientId, regenerated.clientSecret)).toBe(true);
      const deleted = await send("DELETE", "", { clientIdsToDelete: [clientId] });
      expect(deleted.body).toEqual({ succeeded: [clientId], failed: [] });
    },
  );

  it("tells ids apart by case", async () => {
    const { created, shown } = await cspOrganization(gateway);
    const id = `Case-${crypto.randomUUID()}`;
    await created({ id, displayName: "Mixed" });
    await created({ id: id.toLowerCase(), displayName: "Lower" });
    expect((await shown(id)).displayName).toBe("Mixed");
    expect((await shown(id.toLowerCase())).displayName).toBe("Lower");
  });

  it("refuses an id that is taken by whomever, with one and the same answer", async () => {
    const one = await cspOrganization(gateway);
    const other = await cspOrganization(gateway);
    const id = newClientId();
    const first = await one.created({ id });
    const own = expectRefused(csp, await one.create({ id }), { status: 409 });
    expect(expectRefused(csp, await other.create({ id }), { status: 409 })).toBe(own);
    const generated = await one.created();
    expectRefused(csp, await other.create({ id: generated.clientId }), { status: 409 });
    expect((await other.send("GET")).body.totalResults).toBe(0);
    expect(await one.good(id, first.clientSecret)).toBe(true);
  });

  it("never gives a deleted id to another organization, but back to its own", async () => {
    const one = await cspOrganization(gateway);
    const other = await cspOrganization(gateway);
    const chosen = newClientId();
    await one.created({ id: chosen });
    const generated = await one.developer.createApplication();
    await one.send("DELETE", "", { clientIdsToDelete: [chosen] });
    await one.owner.ok(
      `mutation { deleteOAuthApplication(input: { oauthApplicationId: "${generated.id}" }) { deletedId } }`,
    );
    for (const id of [chosen, generated.clientId]) {
      expectRefused(csp, await other.create({ id }), { status: 409 });
      expect((await one.create({ id })).status).toBe(200);
      await one.send("DELETE", "", { clientIdsToDelete: [id] });
      expectRefused(csp, await other.create({ id }), { status: 409 });
    }
  });

  it("answers alike whether an id is one's own, another organization's, or was another's", async () => {
    const one = await cspOrganization(gateway);
    const other = await cspOrganization(gateway);
    const [own, anothers, formers] = [newClientId(), newClientId(), newClientId()];
    await one.created({ id: own });
    for (const id of [anothers, formers]) await other.created({ id });
    await other.send("DELETE", "", { clientIdsToDelete: [formers] });
    const answers = [];
    for (const id of [own, anothers, formers]) {
      const { status, body } = await one.create({ id });
      const { requestId, ...said } = body;
      answers.push({ status, said, ids: typeof requestId });
    }
    expect(answers[0]).toMatchObject({ status: 409, ids: "string" });
    expect(answers).toEqual(Array(3).fill(answers[0]));
  });

  it("starts a recreated application with nothing of the deleted one", async () => {
    const { created, send, good, shown, owner } = await cspOrganization(gateway);
    const [id, secret] = [newClientId(), chosenSecret()];
    await created({ id, secret, description: "The first one.", isHidden: true });
    await send("DELETE", "", { clientIdsToDelete: [id] });
    const { clientSecret } = await created({ id });
    expect([await good(id, secret), await good(id, clientSecret)]).toEqual([false, true]);
    expect(await shown(id)).toMatchObject({ description: "Made by a test.", isHidden: false });
    const { oauthApplication } = await owner.ok(`{ oauthApplication(clientId: "${id}") { id } }`);
    expect((await read(owner, oauthApplication.id)).secrets).toHaveLength(1);
  });

  it("lets one of 20 racing creates with the same id win, whatever organization they come from", async () => {
    const organizations = await Promise.all(Array.from({ length: 4 }, () => cspOrganization(gateway)));
    const id = newClientId();
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, n) => organizations[n % 4]?.create({ id, displayName: `Shop ${n}` })),
    );
    const winners = answers.flatMap((answer, n) => (answer?.status === 200 ? [{ answer, n }] : []));
    expect(answers.map((answer) => answer?.status).sort()).toEqual([200, ...Array(19).fill(409)]);
    const [{ answer, n } = { answer: undefined, n: 0 }] = winners;
    const winner = organizations[n % 4] as (typeof organizations)[0];
    expect(await winner.good(id, answer?.body.clientSecret)).toBe(true);
    expect((await winner.shown(id)).displayName).toBe(`Shop ${n}`);
    const totals = await Promise.all(organizations.map(async ({ send }) => (await send("GET")).body.totalResults));
    expect(totals.sort()).toEqual([0, 0, 0, 1]);
  });

  it("does not let a deletion and another organization's create meet between", async () => {
    const one = await cspOrganization(gateway);
    const other = await cspOrganization(gateway);
    for (let round = 0; round < 5; round++) {
      const id = newClientId();
      await one.created({ id });
      const [deleted, ...created] = await Promise.all([
        one.send("DELETE", "", { clientIdsToDelete: [id] }),
        ...Array.from({ length: 5 }, () => other.create({ id })),
      ]);
      expect(deleted?.body.succeeded).toEqual([id]);
      expect(created.map(({ status }) => status)).toEqual(Array(5).fill(409));
    }
  });
});
