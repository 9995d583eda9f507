import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DATABASE_KINDS } from "../support/databases/databases.js";
import type { TestGateway } from "../support/gateway/gateway.js";
import { type Client, createClient, startOauthGateway } from "../support/oauth/oauth-endpoints.js";
import { read } from "../support/organization/oauth-applications.js";

const ROTATION = `rotation {
  startedAt endsAt safeToComplete safeAt reason currentSecretUses previousSecretUses
  currentSecret { id status useCount createdAt firstUsedAt }
  previousSecret { id status useCount expiresAt lastUsedAt }
}`;

/** `secretQuietSeconds` of an application that says nothing of it. */
const QUIET_MS = 3_600_000;

describe.each(DATABASE_KINDS)("OAuthApplication.rotation on %s", (kind) => {
  let gateway: TestGateway;

  beforeAll(async () => {
    gateway = await startOauthGateway(kind);
  });
  afterAll(() => gateway.stop());

  const start = async () => {
    const organization = await gateway.organization();
    const { developer, admin } = organization;
    const client = await createClient(developer);
    return {
      ...organization,
      client,
      rotation: async () => (await read(developer, client.id, ROTATION)).rotation,
      async rotate(how: Record<string, unknown>): Promise<Client> {
        const { data } = await developer.rotate(client.id, how);
        return { ...client, clientSecret: data.rotateSecret.clientSecret };
      },
      async use({ clientId, clientSecret }: Client, times: number) {
        for (let count = 0; count < times; count++) {
          expect((await admin.verify(clientId, clientSecret)).active).toBe(true);
        }
      },
    };
  };

  it("is null while one secret works", async () => {
    const { rotation, rotate } = await start();
    expect(await rotation()).toBeNull();
    await rotate({ overlapSeconds: 0 });
    expect(await rotation()).toBeNull();
    await rotate({ previousSecret: "REVOKE" });
    expect(await rotation()).toBeNull();
  });

  it.each([
    { how: { previousSecret: "KEEP" }, ends: false },
    { how: { overlapSeconds: 600 }, ends: true },
  ])("tells when it started and when it ends after $how", async ({ how, ends }) => {
    const { rotation, rotate } = await start();
    const before = Date.now();
    await rotate(how);
    const { startedAt, endsAt, currentSecret, previousSecret, ...more } = await rotation();
    expect(startedAt).toBe(currentSecret.createdAt);
    expect(Date.parse(startedAt)).toBeGreaterThanOrEqual(before);
    expect(Date.parse(startedAt)).toBeLessThanOrEqual(Date.now());
    expect(endsAt).toBe(previousSecret.expiresAt);
    expect(endsAt === null ? null : Date.parse(endsAt) - Date.parse(startedAt)).toBe(ends ? 600_000 : null);
    expect([currentSecret.status, previousSecret.status]).toEqual(["CURRENT", "PREVIOUS"]);
    expect(more).toEqual({
      safeToComplete: true,
      safeAt: startedAt,
      reason: "PREVIOUS_NEVER_USED",
      currentSecretUses: 0,
      previousSecretUses: 0,
    });
  });

  it("counts the use of both secrets since it started, not before", async () => {
    const { client, rotation, rotate, use } = await start();
    await use(client, 3);
    const current = await rotate({ previousSecret: "KEEP" });
    expect(await rotation()).toMatchObject({ previousSecretUses: 0, previousSecret: { useCount: 3 } });
    await use(client, 2);
    await use(current, 4);
    await expect.poll(rotation).toMatchObject({
      previousSecretUses: 2,
      currentSecretUses: 4,
      previousSecret: { useCount: 5 },
      currentSecret: { useCount: 4 },
    });
  });

  it("tells when it will be safe, and since when it is", async () => {
    const { client, rotation, rotate, use } = await start();
    await use(client, 1);
    const current = await rotate({ previousSecret: "KEEP" });
    // It waits for a first use of the new secret, whatever the time.
    const waiting = { safeToComplete: false, safeAt: null, previousSecretUses: 0 };
    await expect.poll(rotation).toMatchObject({ ...waiting, reason: "PREVIOUS_IN_USE" });
    gateway.advance(2 * QUIET_MS);
    expect(await rotation()).toMatchObject({ ...waiting, reason: "CURRENT_NEVER_USED" });
    await use(client, 1);
    await use(current, 1);
    await expect.poll(rotation).toMatchObject({ reason: "PREVIOUS_IN_USE", safeAt: expect.any(String) });
    const { safeAt, previousSecret } = await rotation();
    expect(Date.parse(safeAt) - Date.parse(previousSecret.lastUsedAt)).toBe(QUIET_MS);
    gateway.advance(QUIET_MS);
    expect(await rotation()).toMatchObject({ safeToComplete: true, safeAt, reason: "PREVIOUS_QUIET" });
  });

  it("has been safe since the first use of the current secret when that came last", async () => {
    const { client, rotation, rotate, use } = await start();
    await use(client, 1);
    const current = await rotate({ previousSecret: "KEEP" });
    gateway.advance(2 * QUIET_MS);
    await use(current, 1);
    await expect.poll(rotation).toMatchObject({ safeToComplete: true });
    const { safeAt, currentSecret } = await rotation();
    expect(safeAt).toBe(currentSecret.firstUsedAt);
  });

  it("counts anew in the next rotation", async () => {
    const { client, rotation, rotate, use, developer } = await start();
    await use(client, 1);
    const second = await rotate({ previousSecret: "KEEP" });
    await use(second, 3);
    const input = { oauthApplicationId: client.id, force: true };
    const complete =
      "mutation ($input: CompleteSecretRotationInput!) { completeSecretRotation(input: $input) { oauthApplication { id } } }";
    await developer.ok(complete, { input });
    await rotate({ previousSecret: "KEEP" });
    expect(await rotation()).toMatchObject({ previousSecretUses: 0, currentSecretUses: 0 });
    await use(second, 1);
    await expect.poll(rotation).toMatchObject({ previousSecretUses: 1, currentSecretUses: 0 });
  });

  it("is FORBIDDEN for a VIEWER, whose other fields survive", async () => {
    const { client, rotate, viewer } = await start();
    await rotate({ previousSecret: "KEEP" });
    const { data, errors } = await viewer.send(
      "query ($id: ID!) { oauthApplication(id: $id) { name rotation { reason } } }",
      { id: client.id },
    );
    expect(data).toEqual({ oauthApplication: { name: client.name, rotation: null } });
    expect(errors.map(({ path, extensions }) => [path, extensions.code])).toEqual([
      [["oauthApplication", "rotation"], "FORBIDDEN"],
    ]);
  });
});
