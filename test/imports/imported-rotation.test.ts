import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ID_PREFIX, newId } from "../../src/model/identifier.js";
import { newSecret } from "../../src/model/secret.js";
import type { BroughtSecret } from "../../src/services/imports/brought-client.js";
import { DATABASE_KINDS } from "../support/databases/databases.js";
import type { TestGateway, TestOrganization } from "../support/gateway/gateway.js";
import { startOauthGateway } from "../support/oauth/oauth-endpoints.js";
import { broughtClient, importClient, inClear } from "../support/organization/brought-clients.js";
import { carrying } from "../support/organization/carried-secrets.js";
import { change, changed, read, refusalOf } from "../support/organization/oauth-applications.js";

const QUIET_SECONDS = 600;

describe.each(DATABASE_KINDS)("a rotation with a secret that came along on %s", (kind) => {
  let gateway: TestGateway;
  let acme: TestOrganization;

  beforeAll(async () => {
    gateway = await startOauthGateway(kind);
    acme = await gateway.organization("acme");
  });
  afterAll(() => gateway.stop());

  /** A client that came along with these secrets, the current one first, from another gateway where it has an `id`. */
  const came = async (name: string, texts: string[], there?: { id: string; secrets: BroughtSecret[] }) => {
    const client = broughtClient({
      clientId: name,
      secrets: texts.map((text) => inClear(text)),
      settings: { secretQuietSeconds: QUIET_SECONDS },
      ...there,
    });
    const source = there ? "own" : "keycloak";
    expect(await importClient(gateway, acme, client, { source })).toMatchObject({ result: "created" });
    const { id } = (
      await acme.developer.ok("query ($clientId: String!) { oauthApplication(clientId: $clientId) { id } }", {
        clientId: name,
      })
    ).oauthApplication;
    return {
      id,
      rotation: async () => (await read(acme.developer, id, "rotation { safeToComplete safeAt reason }")).rotation,
      step: (name: Parameters<typeof change>[1], input: object = {}) =>
        change(acme.developer, name, { oauthApplicationId: id, ...input }),
      works: async (text: string) => (await acme.admin.verify(name, text)).active,
    };
  };

  it("is not safe to end before the other secret was used here and it was quiet since", async () => {
    const [current, previous] = ["current-of-quiet-client", "previous-of-quiet-client"];
    const { id, rotation, step, works } = await came("quiet", [current, previous]);
    const unsafe = { safeToComplete: false, safeAt: null, reason: "PREVIOUS_IMPORTED" };
    gateway.advance(QUIET_SECONDS * 2000);
    expect(await rotation()).toEqual(unsafe);
    for (const [name, input] of [
      ["completeSecretRotation", {}],
      ["cancelSecretRotation", {}],
      ["updateSecretRotation", { overlapSeconds: 0 }],
      ["updateOAuthApplication", { secretQuietSeconds: 0 }],
    ] as const) {
      expect(refusalOf(await step(name, input))).toMatchObject({ code: "CONFLICT" });
    }
    expect(await works(current)).toBe(true);
    const { firstUsedAt } = (await read(acme.developer, id, "secrets { firstUsedAt }")).secrets[0];
    const safeAt = new Date(Date.parse(firstUsedAt) + QUIET_SECONDS * 1000).toISOString();
    expect(await rotation()).toEqual({ safeToComplete: false, safeAt, reason: "PREVIOUS_IMPORTED" });
    gateway.advance(QUIET_SECONDS * 1000);
    expect(await rotation()).toMatchObject({ safeToComplete: true, reason: "PREVIOUS_QUIET" });
    await changed(acme.developer, "completeSecretRotation", { oauthApplicationId: id });
    expect([await works(previous), await works(current)]).toEqual([false, true]);
  });

  it("keeps the secret that came when a new one was issued beside it before anybody moved over", async () => {
    const before = "the-secret-everybody-has";
    const { id, rotation, step, works } = await came("unmoved", [before]);
    const { data } = await acme.developer.rotate(id, { previousSecret: "KEEP" });
    const fresh = data.rotateSecret.clientSecret;
    expect(await rotation()).toMatchObject({ safeToComplete: false, reason: "PREVIOUS_IMPORTED" });
    expect(refusalOf(await step("completeSecretRotation"))).toEqual({ code: "CONFLICT" });
    // The new one was issued here and never used: nobody misses it.
    expect((await step("cancelSecretRotation")).errors).toEqual([]);
    expect([await works(before), await works(fresh)]).toEqual([true, false]);
  });

  it("yields to force", async () => {
    const [current, previous] = ["current-of-forced-client", "previous-of-forced-client"];
    const { step, works } = await came("forced", [current, previous]);
    expect((await step("completeSecretRotation", { force: true })).errors).toEqual([]);
    expect([await works(previous), await works(current)]).toEqual([false, true]);
  });

  it("yields to force when it is cancelled or given an end, and when its quiet time is shortened", async () => {
    const two = ["current-that-yields-to-force", "previous-that-yields-to-force"];
    const [current = "", previous = ""] = two;
    const cancelled = await came("forced-cancel", two);
    expect(refusalOf(await cancelled.step("cancelSecretRotation"))).toEqual({ code: "CONFLICT" });
    expect((await cancelled.step("cancelSecretRotation", { force: true })).errors).toEqual([]);
    expect([await cancelled.works(previous), await cancelled.works(current)]).toEqual([true, false]);

    const ended = await came("forced-end", two);
    const soon = { overlapSeconds: 0 };
    expect(refusalOf(await ended.step("updateSecretRotation", soon))).toMatchObject({ code: "CONFLICT" });
    expect((await ended.step("updateSecretRotation", { ...soon, force: true })).errors).toEqual([]);
    expect([await ended.works(previous), await ended.works(current)]).toEqual([false, true]);

    const shortened = await came("forced-quiet", two);
    const lower = { oauthApplicationId: shortened.id, secretQuietSeconds: QUIET_SECONDS - 1 };
    expect(refusalOf(await change(acme.developer, "updateOAuthApplication", lower))).toMatchObject({
      code: "CONFLICT",
    });
    await changed(acme.developer, "updateOAuthApplication", { ...lower, force: true });
    expect(await shortened.rotation()).toMatchObject({ safeToComplete: false, reason: "PREVIOUS_IMPORTED" });
  });

  it("is safe to end only so long after the first use of the other secret, also where it was used here before", async () => {
    const [current, previous] = ["current-of-used-client", "previous-of-used-client"];
    const { id, rotation, step, works } = await came("used", [current, previous]);
    const unsafe = { safeToComplete: false, safeAt: null };
    expect(await works(previous)).toBe(true);
    expect(await rotation()).toEqual({ ...unsafe, reason: "PREVIOUS_IN_USE" });
    gateway.advance(QUIET_SECONDS * 1000);
    expect(await rotation()).toEqual({ ...unsafe, reason: "CURRENT_NEVER_USED" });
    expect(await works(current)).toBe(true);
    const { firstUsedAt } = (await read(acme.developer, id, "secrets { firstUsedAt }")).secrets[0];
    const quietAfter = (text: string) => new Date(Date.parse(text) + QUIET_SECONDS * 1000).toISOString();
    expect(await rotation()).toEqual({ ...unsafe, safeAt: quietAfter(firstUsedAt), reason: "PREVIOUS_IMPORTED" });
    for (const [name, input] of [
      ["completeSecretRotation", {}],
      ["updateSecretRotation", { overlapSeconds: 0 }],
      ["updateOAuthApplication", { secretQuietSeconds: 0 }],
    ] as const) {
      expect(refusalOf(await step(name, input))).toMatchObject({ code: "CONFLICT" });
    }
    gateway.advance(QUIET_SECONDS * 500);
    expect(await works(previous)).toBe(true);
    const lastUse = async () => (await read(acme.developer, id, "secrets { lastUsedAt }")).secrets[1].lastUsedAt;
    await expect.poll(async () => (await lastUse()) > firstUsedAt, { timeout: 5000 }).toBe(true);
    const lastUsedAt = await lastUse();
    expect(await rotation()).toEqual({ ...unsafe, safeAt: quietAfter(lastUsedAt), reason: "PREVIOUS_IN_USE" });
    gateway.advance(QUIET_SECONDS * 1000);
    expect(await rotation()).toMatchObject({ safeToComplete: true, reason: "PREVIOUS_QUIET" });
    await changed(acme.developer, "completeSecretRotation", { oauthApplicationId: id });
  });

  it("is not safe to cancel before it was as long since the other secret was used first, and as one issued here is", async () => {
    const [current, previous] = ["current-to-be-cancelled", "previous-that-stays"];
    const { step, works } = await came("cancelled", [current, previous]);
    expect(await works(current)).toBe(true);
    gateway.advance(QUIET_SECONDS * 1000);
    expect(await works(previous)).toBe(true);
    expect(refusalOf(await step("cancelSecretRotation"))).toMatchObject({ code: "CONFLICT" });
    gateway.advance(QUIET_SECONDS * 1000);
    expect((await step("cancelSecretRotation")).errors).toEqual([]);

    // The one that was issued here is nowhere else.
    const { data } = await acme.developer.rotate((await came("beside", [previous])).id, { previousSecret: "KEEP" });
    const { clientSecret, oauthApplication } = data.rotateSecret;
    const verify = async (text: string) => (await acme.admin.verify("beside", text)).active;
    expect(await verify(clientSecret)).toBe(true);
    gateway.advance(QUIET_SECONDS * 1000);
    expect(await verify(previous)).toBe(true);
    await changed(acme.developer, "cancelSecretRotation", { oauthApplicationId: oauthApplication.id });
  });

  describe("from another gateway", () => {
    const USES = ["imported firstUsedAt lastUsedAt useCount"];

    /** A client whose secrets were used there so long ago, in seconds; null: never. The current one comes first. */
    const exported = async (name: string, texts: string[], usedAgo: (number | null)[]) => {
      const now = gateway.now();
      const id = newId(ID_PREFIX.oauthApplication, now);
      const carried = await carrying(gateway);
      const secrets = texts.map((text, place) => {
        const ago = usedAgo[place] ?? null;
        const at = ago === null ? null : new Date(now - ago * 1000);
        const uses = { firstUsedAt: at, lastUsedAt: at, useCount: at ? 5 : 0, usesBeforeRotation: at ? 2 : 0 };
        return carried(id, text, now - QUIET_SECONDS * 10_000 - place, uses);
      });
      return came(name, texts, { id, secrets });
    };

    it("goes by what was used here, whatever was used there", async () => {
      const [current, previous] = [newSecret("ogs_"), newSecret("ogs_")];
      // There nobody has used the previous one for long, and the current one was used: quiet.
      const { id, rotation, step, works } = await exported("quiet-there", [current, previous], [60, 3600]);
      expect(await rotation()).toEqual({ safeToComplete: false, safeAt: null, reason: "PREVIOUS_IMPORTED" });
      for (const name of ["completeSecretRotation", "cancelSecretRotation"] as const) {
        expect(refusalOf(await step(name))).toEqual({ code: "CONFLICT" });
      }
      const { secrets } = await read(acme.developer, id, `secrets { ${USES} }`);
      const none = { imported: true, firstUsedAt: null, lastUsedAt: null, useCount: 0 };
      expect(secrets).toEqual([none, none]);
      expect(await works(current)).toBe(true);
      expect(refusalOf(await step("completeSecretRotation"))).toEqual({ code: "CONFLICT" });
      gateway.advance(QUIET_SECONDS * 1000);
      expect(await rotation()).toMatchObject({ safeToComplete: true, reason: "PREVIOUS_QUIET" });
      await changed(acme.developer, "completeSecretRotation", { oauthApplicationId: id });
    });

    it("goes by the first use here of the secret that stays, whoever tried the other one here before", async () => {
      const [current, previous] = [newSecret("ogs_"), newSecret("ogs_")];
      const { rotation, step, works } = await exported("tried-here", [current, previous], [60, 3600]);
      expect(await works(previous)).toBe(true);
      gateway.advance(QUIET_SECONDS * 5000);
      expect(await works(current)).toBe(true);
      expect(await rotation()).toMatchObject({ safeToComplete: false, reason: "PREVIOUS_IMPORTED" });
      expect(refusalOf(await step("completeSecretRotation"))).toMatchObject({ code: "CONFLICT" });
      gateway.advance(QUIET_SECONDS * 1000);
      expect(await rotation()).toMatchObject({ safeToComplete: true, reason: "PREVIOUS_QUIET" });
    });

    it.each([
      ["used", 3600],
      ["never used", null],
    ])("keeps the secret that came when a new one was used here at once, and it was %s there", async (_how, ago) => {
      const before = newSecret("ogs_");
      const { id, rotation, step, works } = await exported(`beside-${ago}`, [before], [ago]);
      const { data } = await acme.developer.rotate(id, { previousSecret: "KEEP" });
      expect(await works(data.rotateSecret.clientSecret)).toBe(true);
      expect(await rotation()).toMatchObject({ safeToComplete: false, reason: "PREVIOUS_IMPORTED" });
      expect(refusalOf(await step("completeSecretRotation"))).toEqual({ code: "CONFLICT" });
      expect(await works(before)).toBe(true);
      expect(await rotation()).toMatchObject({ safeToComplete: false, reason: "PREVIOUS_IN_USE" });
    });

    it("counts uses since the rotation began from 0", async () => {
      const [current, previous] = [newSecret("ogs_"), newSecret("ogs_")];
      const { id, works } = await exported("counted", [current, previous], [60, 3600]);
      expect(await works(previous)).toBe(true);
      await gateway.gateway.services.drain();
      const { rotation } = await read(acme.developer, id, "rotation { currentSecretUses previousSecretUses }");
      expect(rotation).toEqual({ currentSecretUses: 0, previousSecretUses: 1 });
    });
  });
});
