import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DATABASE_KINDS } from "../support/databases/databases.js";
import type { TestGateway } from "../support/gateway/gateway.js";
import type { Answer } from "../support/gateway/graphql-client.js";
import { type Client, createClient, requestToken, startOauthGateway } from "../support/oauth/oauth-endpoints.js";
import { change, changed, read, refusalOf } from "../support/organization/oauth-applications.js";

const QUIET_SECONDS = 600;

const ROTATION = `rotation {
  startedAt endsAt safeToComplete reason currentSecretUses previousSecretUses
  currentSecret { id status firstUsedAt lastUsedAt useCount createdAt } previousSecret { id status lastUsedAt useCount expiresAt }
}`;

/** Which secret has been used for how long, before the step: minutes ago, or never. */
type Past = { previous: number | null; current: number | null };

describe.each(DATABASE_KINDS)("the retirement gate on %s", (kind) => {
  let gateway: TestGateway;

  beforeAll(async () => {
    const begun = Date.now();
    // Stands still, so that a gate opens to the millisecond.
    gateway = await startOauthGateway(kind, { clock: () => begun });
  });
  afterAll(() => gateway.stop());

  /** An open rotation, kept open without an end. `use` shows a secret at /oauth/verify. */
  const start = async (input: Record<string, unknown> = { secretQuietSeconds: QUIET_SECONDS }) => {
    const organization = await gateway.organization();
    const { developer, admin } = organization;
    const previous = await createClient(developer, input);
    // Secrets of one millisecond would have no order.
    gateway.advance(1);
    const { data } = await developer.rotate(previous.id, { previousSecret: "KEEP" });
    const current: Client = { ...previous, clientSecret: data.rotateSecret.clientSecret };
    const oauthApplicationId = previous.id;
    return {
      ...organization,
      previous,
      current,
      rotation: async () => (await read(developer, oauthApplicationId, ROTATION)).rotation,
      complete: (force = false) => change(developer, "completeSecretRotation", { oauthApplicationId, force }),
      cancel: (force = false) => change(developer, "cancelSecretRotation", { oauthApplicationId, force }),
      async use({ clientId, clientSecret }: Client) {
        expect((await admin.verify(clientId, clientSecret)).active).toBe(true);
      },
      works: async ({ clientId, clientSecret }: Client) => (await admin.verify(clientId, clientSecret)).active,
    };
  };

  /** Uses each secret so many minutes before now. */
  const startAfter = async ({ previous, current }: Past) => {
    const started = await start();
    const uses = [
      { client: started.previous, ago: previous },
      { client: started.current, ago: current },
    ].flatMap(({ client, ago }) => (ago === null ? [] : [{ client, ago }]));
    let left = Math.max(0, ...uses.map(({ ago }) => ago));
    for (const { client, ago } of uses.sort((one, other) => other.ago - one.ago)) {
      gateway.advance((left - ago) * 60_000);
      left = ago;
      await started.use(client);
    }
    gateway.advance(left * 60_000);
    return started;
  };

  const lastUsedAtOf = ({ errors }: Answer) => errors[0]?.extensions.lastUsedAt;

  it.each([
    { past: { previous: null, current: null }, reason: "PREVIOUS_NEVER_USED" },
    { past: { previous: null, current: 1 }, reason: "PREVIOUS_NEVER_USED" },
    { past: { previous: 11, current: 1 }, reason: "PREVIOUS_QUIET" },
    { past: { previous: 10, current: 60 }, reason: "PREVIOUS_QUIET" },
  ])("is open for completion after $past: $reason", async ({ past, reason }) => {
    const { rotation, complete, previous, current, works } = await startAfter(past);
    expect(await rotation()).toMatchObject({ safeToComplete: true, reason });
    expect((await complete()).errors).toEqual([]);
    expect([await works(previous), await works(current)]).toEqual([false, true]);
    expect(await rotation()).toBeNull();
  });

  it.each([
    { past: { previous: 1, current: null }, reason: "PREVIOUS_IN_USE" },
    { past: { previous: 9, current: 1 }, reason: "PREVIOUS_IN_USE" },
    { past: { previous: 1, current: 60 }, reason: "PREVIOUS_IN_USE" },
    { past: { previous: 11, current: null }, reason: "CURRENT_NEVER_USED" },
  ])("refuses completion after $past, tells why ($reason), and yields to force", async ({ past, reason }) => {
    const { rotation, complete, previous, current, works } = await startAfter(past);
    const { safeToComplete, previousSecret, ...open } = await rotation();
    expect([safeToComplete, open.reason]).toEqual([false, reason]);
    const before = await rotation();
    const refused = await complete();
    expect(refusalOf(refused)).toEqual({ code: "CONFLICT" });
    expect(lastUsedAtOf(refused)).toBe(previousSecret.lastUsedAt);
    expect(await rotation()).toEqual(before);
    expect((await complete(true)).errors).toEqual([]);
    expect([await works(previous), await works(current)]).toEqual([false, true]);
  });

  it.each([
    { past: { previous: null, current: null } },
    { past: { previous: 1, current: null } },
    { past: { previous: 1, current: 11 } },
  ])("is open for cancellation after $past", async ({ past }) => {
    const { cancel, previous, current, works } = await startAfter(past);
    expect((await cancel()).errors).toEqual([]);
    expect([await works(previous), await works(current)]).toEqual([true, false]);
  });

  it.each([
    { past: { previous: null, current: 1 } },
    { past: { previous: 11, current: 9 } },
    { past: { previous: null, current: 11 } },
  ])("refuses cancellation after $past, tells when the new secret was used, and yields to force", async ({ past }) => {
    const { rotation, cancel, previous, current, works } = await startAfter(past);
    const before = await rotation();
    const refused = await cancel();
    expect(refusalOf(refused)).toEqual({ code: "CONFLICT" });
    expect(lastUsedAtOf(refused)).toBe(before.currentSecret.lastUsedAt);
    expect(await rotation()).toEqual(before);
    expect((await cancel(true)).errors).toEqual([]);
    expect([await works(previous), await works(current)]).toEqual([true, false]);
  });

  it("opens to the millisecond when the previous secret has been quiet long enough", async () => {
    const { rotation, complete, previous, current, use } = await start();
    await use(previous);
    await use(current);
    const { previousSecret } = await rotation();
    const left = Date.parse(previousSecret.lastUsedAt) + QUIET_SECONDS * 1000 - gateway.now();
    gateway.advance(left - 1);
    expect((await rotation()).reason).toBe("PREVIOUS_IN_USE");
    expect(refusalOf(await complete())).toEqual({ code: "CONFLICT" });
    gateway.advance(1);
    expect((await rotation()).reason).toBe("PREVIOUS_QUIET");
    expect((await complete()).errors).toEqual([]);
  });

  it("counts a use that is not written yet", async () => {
    const { complete, previous, use } = await startAfter({ previous: 11, current: 1 });
    await use(previous);
    expect(refusalOf(await complete())).toEqual({ code: "CONFLICT" });
  });

  it("counts use at the token endpoint as well", async () => {
    const { complete, cancel, previous } = await start({ secretQuietSeconds: 3600 });
    expect((await requestToken(gateway.url, previous)).status).toBe(200);
    expect(refusalOf(await complete())).toEqual({ code: "CONFLICT" });
    expect((await cancel()).errors).toEqual([]);
  });

  it("takes secretQuietSeconds as it stands: 0 opens as soon as the current secret was used", async () => {
    const { complete, developer, previous, current, use } = await start();
    await use(previous);
    await use(current);
    expect(refusalOf(await complete())).toEqual({ code: "CONFLICT" });
    const oauthApplicationId = previous.id;
    await changed(developer, "updateOAuthApplication", { oauthApplicationId, secretQuietSeconds: 0, force: true });
    expect((await complete()).errors).toEqual([]);
  });

  it.each([-1, 7_776_001])(
    "refuses secretQuietSeconds of %d, and takes an hour when it is left out",
    async (seconds) => {
      const { developer, previous } = await start({});
      const input = { oauthApplicationId: previous.id, secretQuietSeconds: seconds };
      expect(refusalOf(await change(developer, "updateOAuthApplication", input))).toMatchObject({
        code: "BAD_USER_INPUT",
        field: "secretQuietSeconds",
      });
      expect((await read(developer, previous.id, "secretQuietSeconds")).secretQuietSeconds).toBe(3600);
    },
  );

  it("does not stand in the way of a rotation that revokes", async () => {
    const { developer, previous, works } = await startAfter({ previous: 1, current: 1 });
    expect((await developer.rotate(previous.id, { previousSecret: "REVOKE" })).errors).toEqual([]);
    expect(await works(previous)).toBe(false);
  });
});
