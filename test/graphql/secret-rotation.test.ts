import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DATABASE_KINDS } from "../support/databases/databases.js";
import { startTestGateway, type TestGateway } from "../support/gateway/gateway.js";
import { read, refusalOf } from "../support/organization/oauth-applications.js";
import { rotatingApplication } from "../support/organization/rotating-application.js";

const DEFAULT_OVERLAP_MS = 172_800_000;

describe.each(DATABASE_KINDS)("rotating a client secret on %s", (kind) => {
  let gateway: TestGateway;

  beforeAll(async () => {
    gateway = await startTestGateway(kind);
  });
  afterAll(() => gateway.stop());

  const start = (input?: Record<string, unknown>) => rotatingApplication(gateway, input);

  it("starts with one secret that works and has no end", async () => {
    const { application, admin, state } = await start();
    expect(application.clientSecret).toMatch(/^ogs_[0-9A-Za-z]{49}$/);
    const { secrets, clientSecretHint } = await read(admin, application.id);
    expect(secrets).toEqual([expect.objectContaining({ status: "CURRENT", expiresAt: null, revokedAt: null })]);
    expect(clientSecretHint).toBe(`ogs_…${application.clientSecret?.slice(-4)}`);
    expect(await state()).toEqual(["CURRENT"]);
  });

  it("answers the new secret, its hint, and the previous one with its end", async () => {
    const { application, rotate } = await start();
    const { data } = await rotate({ overlapSeconds: 60 });
    const { clientSecret, secret, previousSecret, oauthApplication } = data.rotateSecret;
    expect(clientSecret).not.toBe(application.clientSecret);
    expect(secret).toEqual({
      id: expect.stringMatching(/^sec_/),
      hint: `ogs_…${clientSecret.slice(-4)}`,
      status: "CURRENT",
      expiresAt: null,
    });
    expect(previousSecret).toMatchObject({ hint: `ogs_…${application.clientSecret?.slice(-4)}`, status: "PREVIOUS" });
    expect(oauthApplication).toMatchObject({ version: 2, hasRotatedSecret: true, clientSecretHint: secret.hint });
    expect(oauthApplication.secrets.map(({ id }: { id: string }) => id)).toEqual([secret.id, previousSecret.id]);
  });

  it("keeps the previous secret working until the overlap ends", async () => {
    const { rotate, state } = await start();
    await rotate({ overlapSeconds: 3600 });
    gateway.advance(3_540_000);
    expect(await state()).toEqual(["PREVIOUS", "CURRENT"]);
    gateway.advance(60_000);
    expect(await state()).toEqual(["EXPIRED", "CURRENT"]);
  });

  it("expires by default, after 48 hours", async () => {
    const { application, rotate, admin } = await start();
    const { data } = await rotate();
    const { updatedAt } = await read(admin, application.id);
    const { expiresAt } = data.rotateSecret.previousSecret;
    expect(Date.parse(expiresAt)).toBe(Date.parse(updatedAt) + DEFAULT_OVERLAP_MS);
  });

  it("takes the overlap of the application, unless the rotation names another", async () => {
    const { application, rotate, step, admin } = await start({ secretOverlapSeconds: 600 });
    const overlapOf = async (answer: Awaited<ReturnType<typeof rotate>>) => {
      const { updatedAt } = await read(admin, application.id);
      return Date.parse(answer.data.rotateSecret.previousSecret.expiresAt) - Date.parse(updatedAt);
    };
    expect(await overlapOf(await rotate())).toBe(600_000);
    await step("completeSecretRotation");
    expect(await overlapOf(await rotate({ overlapSeconds: 30 }))).toBe(30_000);
  });

  it("stops the previous secret at once for an overlap of 0 seconds", async () => {
    const { rotate, step, state } = await start();
    const { data } = await rotate({ overlapSeconds: 0 });
    expect(data.rotateSecret.previousSecret.status).toBe("EXPIRED");
    expect(data.rotateSecret.oauthApplication.hasRotatedSecret).toBe(false);
    expect(await state()).toEqual(["EXPIRED", "CURRENT"]);
    expect(refusalOf(await step("cancelSecretRotation"))).toEqual({ code: "CONFLICT" });
  });

  it("keeps the previous secret without an end for KEEP", async () => {
    const { rotate, state } = await start();
    const { data } = await rotate({ previousSecret: "KEEP" });
    expect(data.rotateSecret.previousSecret).toMatchObject({ status: "PREVIOUS", expiresAt: null });
    gateway.advance(400 * 86_400_000);
    expect(await state()).toEqual(["PREVIOUS", "CURRENT"]);
  });

  it("stops the only secret at once for REVOKE", async () => {
    const { rotate, state } = await start();
    const { data } = await rotate({ previousSecret: "REVOKE" });
    const { previousSecret, oauthApplication } = data.rotateSecret;
    expect(previousSecret).toMatchObject({ status: "REVOKED", expiresAt: null });
    expect(previousSecret.revokedAt).not.toBeNull();
    expect(oauthApplication.hasRotatedSecret).toBe(false);
    expect(await state()).toEqual(["REVOKED", "CURRENT"]);
  });

  it("stops both secrets of an open rotation for REVOKE", async () => {
    const { rotate, state } = await start();
    await rotate();
    const { data } = await rotate({ previousSecret: "REVOKE" });
    expect(data.rotateSecret.previousSecret.status).toBe("REVOKED");
    expect(await state()).toEqual(["REVOKED", "REVOKED", "CURRENT"]);
  });

  it.each(["EXPIRE", "KEEP"])("refuses a third secret for %s and changes nothing", async (previousSecret) => {
    const { admin, application, rotate, state } = await start();
    await rotate();
    const before = await read(admin, application.id);
    expect(refusalOf(await rotate({ previousSecret }))).toEqual({ code: "CONFLICT" });
    expect(await read(admin, application.id)).toEqual(before);
    expect(await state()).toEqual(["PREVIOUS", "CURRENT"]);
  });

  it("rotates again once the overlap has ended by itself", async () => {
    const { rotate, state } = await start();
    await rotate({ overlapSeconds: 10 });
    gateway.advance(10_000);
    const { errors } = await rotate();
    expect(errors).toEqual([]);
    expect(await state()).toEqual(["EXPIRED", "PREVIOUS", "CURRENT"]);
  });

  it("moves the end of the overlap to seconds from now", async () => {
    const { rotate, step, state } = await start();
    await rotate({ overlapSeconds: 60 });
    gateway.advance(30_000);
    const { data } = await step("updateSecretRotation", { overlapSeconds: 90 });
    const { updatedAt, secrets } = data.updateSecretRotation.oauthApplication;
    expect(Date.parse(secrets[1].expiresAt)).toBe(Date.parse(updatedAt) + 90_000);
    gateway.advance(60_000);
    expect(await state()).toEqual(["PREVIOUS", "CURRENT"]);
    gateway.advance(30_000);
    expect(await state()).toEqual(["EXPIRED", "CURRENT"]);
  });

  it("takes the end of the overlap away, and gives a kept secret one", async () => {
    const { rotate, step, state } = await start();
    await rotate({ overlapSeconds: 60 });
    const { data } = await step("updateSecretRotation", { overlapSeconds: null });
    expect(data.updateSecretRotation.oauthApplication.secrets[1]).toMatchObject({
      status: "PREVIOUS",
      expiresAt: null,
    });
    gateway.advance(61_000);
    expect(await state()).toEqual(["PREVIOUS", "CURRENT"]);
    await step("updateSecretRotation", { overlapSeconds: 5, force: true });
    gateway.advance(5_000);
    expect(await state()).toEqual(["EXPIRED", "CURRENT"]);
  });

  it("ends the rotation now when its overlap is changed to 0 seconds", async () => {
    const { rotate, step, state } = await start();
    await rotate();
    const { data } = await step("updateSecretRotation", { overlapSeconds: 0 });
    expect(data.updateSecretRotation.oauthApplication.hasRotatedSecret).toBe(false);
    expect(await state()).toEqual(["EXPIRED", "CURRENT"]);
  });

  it.each([{ force: false }, { force: true }])("stops the previous secret on completion with %o", async (input) => {
    const { rotate, step, state } = await start();
    await rotate({ previousSecret: "KEEP" });
    const { data } = await step("completeSecretRotation", input);
    const [current, previous] = data.completeSecretRotation.oauthApplication.secrets;
    expect(current).toMatchObject({ status: "CURRENT", revokedAt: null });
    expect(previous).toMatchObject({ status: "REVOKED" });
    expect(await state()).toEqual(["REVOKED", "CURRENT"]);
  });

  it.each([{ force: false }, { force: true }])(
    "makes the previous secret current again on cancellation with %o",
    async (input) => {
      const { rotate, step, state } = await start();
      await rotate({ overlapSeconds: 60 });
      const { data } = await step("cancelSecretRotation", input);
      const [cancelled, current] = data.cancelSecretRotation.oauthApplication.secrets;
      expect(cancelled).toMatchObject({ status: "REVOKED" });
      expect(current).toMatchObject({ status: "CURRENT", expiresAt: null, revokedAt: null });
      gateway.advance(61_000);
      expect(await state()).toEqual(["CURRENT", "REVOKED"]);
      expect((await rotate()).data.rotateSecret.previousSecret.id).toBe(current.id);
      expect(await state()).toEqual(["PREVIOUS", "REVOKED", "CURRENT"]);
    },
  );
});
