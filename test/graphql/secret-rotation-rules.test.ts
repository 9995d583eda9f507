import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DATABASE_KINDS } from "../support/databases/databases.js";
import { startTestGateway, type TestGateway } from "../support/gateway/gateway.js";
import type { Answer, GraphqlClient } from "../support/gateway/graphql-client.js";
import { change, changed, EVERYTHING, read, refusalOf } from "../support/organization/oauth-applications.js";
import { rotatingApplication } from "../support/organization/rotating-application.js";

const DAYS_90 = 7_776_000;
const CHANGES_OF_OPEN = ["updateSecretRotation", "completeSecretRotation", "cancelSecretRotation"] as const;
const inputOf = (mutation: string) => (mutation === "updateSecretRotation" ? { overlapSeconds: 60 } : {});

describe.each(DATABASE_KINDS)("the rules of a rotation on %s", (kind) => {
  let gateway: TestGateway;

  beforeAll(async () => {
    gateway = await startTestGateway(kind);
  });
  afterAll(() => gateway.stop());

  const start = (input?: Record<string, unknown>) => rotatingApplication(gateway, input);

  it("accepts an overlap of 90 days, kept to the millisecond", async () => {
    const { rotate, step, application, admin } = await start();
    const { data } = await rotate({ overlapSeconds: DAYS_90 });
    const { updatedAt } = await read(admin, application.id);
    expect(Date.parse(data.rotateSecret.previousSecret.expiresAt)).toBe(Date.parse(updatedAt) + DAYS_90 * 1000);
    expect((await step("updateSecretRotation", { overlapSeconds: DAYS_90 })).errors).toEqual([]);
  });

  it.each([-1, DAYS_90 + 1])("refuses an overlap of %i seconds wherever one can be given", async (seconds) => {
    const { rotate, step, application, admin, developer } = await start();
    const refused = (field: string) => ({ code: "BAD_USER_INPUT", field, rule: "seconds", limit: DAYS_90 });
    const before = await read(admin, application.id);
    const answers: [string, Answer][] = [["overlapSeconds", await rotate({ overlapSeconds: seconds })]];
    answers.push(["secretOverlapSeconds", await step("updateOAuthApplication", { secretOverlapSeconds: seconds })]);
    const input = { name: "Test", secretOverlapSeconds: seconds };
    answers.push(["secretOverlapSeconds", await change(developer, "createOAuthApplication", input)]);
    expect(await read(admin, application.id)).toEqual(before);
    await rotate();
    answers.push(["overlapSeconds", await step("updateSecretRotation", { overlapSeconds: seconds })]);
    for (const [field, answer] of answers) {
      expect(refusalOf(answer)).toEqual(refused(field));
      expect(answer.text).not.toContain(String(seconds));
    }
  });

  it.each(["REVOKE", "KEEP"])("refuses an overlap together with %s, whatever its length", async (previousSecret) => {
    const { rotate, state } = await start();
    for (const overlapSeconds of [0, 60]) {
      expect(refusalOf(await rotate({ previousSecret, overlapSeconds }))).toMatchObject({
        code: "BAD_USER_INPUT",
        field: "overlapSeconds",
      });
    }
    expect(await state()).toEqual(["CURRENT"]);
  });

  it("refuses a change of the overlap that does not name one", async () => {
    const { rotate, step, application, admin } = await start();
    await rotate();
    const before = await read(admin, application.id);
    const refusal = refusalOf(await step("updateSecretRotation"));
    expect(refusal).toMatchObject({ code: "BAD_USER_INPUT", field: "overlapSeconds" });
    expect(await read(admin, application.id)).toEqual(before);
  });

  it.each(CHANGES_OF_OPEN)("refuses %s while no rotation is open, and changes nothing", async (mutation) => {
    const { rotate, step, application, admin, state } = await start();
    const refused = async (statuses: string[]) => {
      const before = await read(admin, application.id);
      expect(refusalOf(await step(mutation, inputOf(mutation)))).toEqual({ code: "CONFLICT" });
      expect(await read(admin, application.id)).toEqual(before);
      expect(await state()).toEqual(statuses);
    };
    await refused(["CURRENT"]);
    await rotate({ overlapSeconds: 60 });
    gateway.advance(60_000);
    await refused(["EXPIRED", "CURRENT"]);
    await rotate();
    await step("completeSecretRotation", { force: true });
    await refused(["EXPIRED", "REVOKED", "CURRENT"]);
  });

  it("refuses every step for a public application", async () => {
    const { developer, admin } = await gateway.organization();
    const { id } = await developer.createApplication({ public: true });
    const before = await read(admin, id);
    for (const previousSecret of ["REVOKE", "EXPIRE", "KEEP"]) {
      expect(refusalOf(await developer.rotate(id, { previousSecret }))).toEqual({ code: "CONFLICT" });
    }
    for (const mutation of CHANGES_OF_OPEN) {
      const answer = await change(developer, mutation, { oauthApplicationId: id, ...inputOf(mutation) });
      expect(refusalOf(answer)).toEqual({ code: "CONFLICT" });
    }
    expect(await read(admin, id)).toEqual(before);
  });

  it("raises the version by one with each step, and not when a secret expires", async () => {
    const { rotate, step, application, admin } = await start();
    const version = async () => (await read(admin, application.id)).version;
    expect((await rotate({ overlapSeconds: 60 })).data.rotateSecret.oauthApplication.version).toBe(2);
    const { data } = await step("updateSecretRotation", { overlapSeconds: 90 });
    expect(data.updateSecretRotation.oauthApplication.version).toBe(3);
    gateway.advance(90_000);
    expect(await version()).toBe(3);
    await rotate();
    await step("completeSecretRotation");
    expect(await version()).toBe(5);
    await rotate();
    await step("cancelSecretRotation");
    expect(await version()).toBe(7);
    await rotate({ previousSecret: "REVOKE" });
    expect(await version()).toBe(8);
  });

  it("takes a step for the version that was seen and refuses it for any other", async () => {
    const { developer, admin, application } = await start();
    const oauthApplicationId = application.id;
    const rotate = (expectedVersion: number) => developer.rotate(oauthApplicationId, { expectedVersion });
    for (const expectedVersion of [0, 2, -1]) {
      expect(refusalOf(await rotate(expectedVersion))).toEqual({ code: "CONFLICT" });
    }
    expect((await rotate(1)).errors).toEqual([]);
    for (const mutation of CHANGES_OF_OPEN) {
      const { version } = await reopened(developer, oauthApplicationId);
      const before = await read(admin, oauthApplicationId);
      const input = { oauthApplicationId, ...inputOf(mutation) };
      for (const expectedVersion of [version - 1, version + 1]) {
        expect(refusalOf(await change(developer, mutation, { ...input, expectedVersion }))).toEqual({
          code: "CONFLICT",
        });
      }
      expect(await read(admin, oauthApplicationId)).toEqual(before);
      expect(await changed(developer, mutation, { ...input, expectedVersion: version })).toMatchObject({
        version: version + 1,
      });
    }
  });

  it("lists every secret that works and the newest others, at most 20", async () => {
    const { developer, admin } = await gateway.organization();
    const { id } = await developer.createApplication();
    for (let count = 0; count < 22; count++) await developer.rotate(id, { previousSecret: "REVOKE" });
    const { secrets } = await read(admin, id);
    expect(secrets.length).toBe(20);
    expect(secrets.map(({ status }: { status: string }) => status)).toEqual(["CURRENT", ...Array(19).fill("REVOKED")]);
  });

  it("keeps the secrets of a disabled application, which do not work until it is enabled", async () => {
    const { rotate, application, admin, developer, state } = await start();
    await rotate();
    const enable = (enabled: boolean) =>
      changed(developer, "updateOAuthApplication", { oauthApplicationId: application.id, enabled }, EVERYTHING);
    const { secrets } = await enable(false);
    expect(secrets.map(({ status }: { status: string }) => status)).toEqual(["CURRENT", "PREVIOUS"]);
    expect(await admin.verify(application.clientId, application.clientSecret ?? "")).toEqual({ active: false });
    await enable(true);
    expect(await state()).toEqual(["PREVIOUS", "CURRENT"]);
  });
});

/** An application with an open rotation. */
async function reopened(developer: GraphqlClient, id: string): Promise<{ version: number }> {
  const application = await read(developer, id, "version hasRotatedSecret");
  if (application.hasRotatedSecret) return application;
  const { data } = await developer.rotate(id);
  return data.rotateSecret.oauthApplication;
}
