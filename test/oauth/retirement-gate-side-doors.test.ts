import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DATABASE_KINDS } from "../support/databases/databases.js";
import type { TestGateway } from "../support/gateway/gateway.js";
import { type Client, createClient, startOauthGateway } from "../support/oauth/oauth-endpoints.js";
import { change, read, refusalOf } from "../support/organization/oauth-applications.js";

const QUIET_SECONDS = 600;
const OVERLAP_SECONDS = 3600;
const STATE = "version secretQuietSeconds rotation { endsAt reason } secrets { id status expiresAt revokedAt }";

type Use = "previous" | "current" | "a while";

/** What was done since the rotation began, and why the previous secret is still needed. */
const NEEDED: { uses: Use[]; reason: string }[] = [
  { uses: ["previous"], reason: "PREVIOUS_IN_USE" },
  { uses: ["previous", "current"], reason: "PREVIOUS_IN_USE" },
  { uses: ["previous", "a while"], reason: "CURRENT_NEVER_USED" },
];
const NOT_NEEDED: { uses: Use[]; reason: string }[] = [
  { uses: [], reason: "PREVIOUS_NEVER_USED" },
  { uses: ["previous", "a while", "current"], reason: "PREVIOUS_QUIET" },
];

describe.each(DATABASE_KINDS)("what retires a secret by and by, on %s", (kind) => {
  let gateway: TestGateway;

  beforeAll(async () => {
    gateway = await startOauthGateway(kind);
  });
  afterAll(() => gateway.stop());

  async function start(uses: Use[], how: Record<string, unknown>) {
    const { developer, admin } = await gateway.organization();
    const previous = await createClient(developer, { secretQuietSeconds: QUIET_SECONDS });
    const { data } = await developer.rotate(previous.id, how);
    const current: Client = { ...previous, clientSecret: data.rotateSecret.clientSecret };
    const oauthApplicationId = previous.id;
    const works = async ({ clientId, clientSecret }: Client) => (await admin.verify(clientId, clientSecret)).active;
    for (const use of uses) {
      if (use === "a while") gateway.advance((QUIET_SECONDS + 60) * 1000);
      else expect(await works(use === "previous" ? previous : current)).toBe(true);
    }
    return {
      previous,
      works,
      state: () => read(developer, oauthApplicationId, STATE),
      move: (overlapSeconds: number | null, more: Record<string, unknown> = {}) =>
        change(developer, "updateSecretRotation", { oauthApplicationId, overlapSeconds, ...more }),
      update: (settings: Record<string, unknown>) =>
        change(developer, "updateOAuthApplication", { oauthApplicationId, ...settings }),
      complete: () => change(developer, "completeSecretRotation", { oauthApplicationId }),
      lastUsedAt: async () =>
        (await read(developer, oauthApplicationId, "secrets { lastUsedAt }")).secrets[1].lastUsedAt,
    };
  }

  const WAYS_OF_ROTATING = {
    "an end": { overlapSeconds: OVERLAP_SECONDS },
    "no end": { previousSecret: "KEEP" },
  };
  const EARLIER = [0, 1, OVERLAP_SECONDS - 1800];
  const of = (cases: typeof NEEDED) =>
    cases.flatMap((one) => Object.entries(WAYS_OF_ROTATING).map(([title, how]) => ({ ...one, title, how })));

  it.each(of(NEEDED))("refuses an earlier end than $title after $uses ($reason), and yields to force", async (one) => {
    const { state, move, lastUsedAt } = await start(one.uses, one.how);
    const before = await state();
    expect(before.rotation.reason).toBe(one.reason);
    for (const seconds of EARLIER) {
      const refused = await move(seconds);
      expect(refusalOf(refused)).toEqual({ code: "CONFLICT", field: "overlapSeconds" });
      expect(refused.errors[0]?.extensions.lastUsedAt).toBe(await lastUsedAt());
      expect(refusalOf(await move(seconds, { force: false }))).toMatchObject({ code: "CONFLICT" });
    }
    expect(await state()).toEqual(before);
    expect((await move(600, { force: true })).errors).toEqual([]);
    expect((await move(0, { force: true })).errors).toEqual([]);
    expect(await state()).toMatchObject({ rotation: null, version: before.version + 2 });
  });

  it.each(of(NOT_NEEDED))("takes an earlier end than $title after $uses ($reason)", async ({ uses, how, reason }) => {
    const { state, move, works, previous } = await start(uses, how);
    expect((await state()).rotation.reason).toBe(reason);
    for (const seconds of [OVERLAP_SECONDS - 1800, 600, 0]) expect((await move(seconds)).errors).toEqual([]);
    expect(await works(previous)).toBe(false);
  });

  it("takes a later end, and none, however much the previous secret is in use", async () => {
    const { state, move } = await start(["previous"], { overlapSeconds: OVERLAP_SECONDS });
    expect((await move(OVERLAP_SECONDS + 60)).errors).toEqual([]);
    expect((await move(null)).errors).toEqual([]);
    expect((await move(null)).errors).toEqual([]);
    expect((await state()).rotation.endsAt).toBeNull();
    expect(refusalOf(await move(7_776_000))).toEqual({ code: "CONFLICT", field: "overlapSeconds" });
  });

  it.each(NEEDED)("refuses a lower secretQuietSeconds after $uses, and yields to force", async ({ uses }) => {
    const { state, update, complete } = await start(uses, { previousSecret: "KEEP" });
    const before = await state();
    for (const secretQuietSeconds of [0, QUIET_SECONDS - 1]) {
      expect(refusalOf(await update({ secretQuietSeconds, name: "Renamed" }))).toEqual({
        code: "CONFLICT",
        field: "secretQuietSeconds",
      });
    }
    expect(await state()).toEqual(before);
    expect(refusalOf(await complete())).toEqual({ code: "CONFLICT" });
    expect((await update({ secretQuietSeconds: 0, force: true })).errors).toEqual([]);
    expect((await state()).secretQuietSeconds).toBe(0);
  });

  it.each(NOT_NEEDED)("takes a lower secretQuietSeconds after $uses", async ({ uses }) => {
    const { update } = await start(uses, { previousSecret: "KEEP" });
    expect((await update({ secretQuietSeconds: 0 })).errors).toEqual([]);
  });

  it("takes the same or a higher secretQuietSeconds and every other setting at any time", async () => {
    const { update } = await start(["previous"], { previousSecret: "KEEP" });
    const others = [{ secretQuietSeconds: QUIET_SECONDS }, { secretQuietSeconds: 900 }, { secretOverlapSeconds: 0 }];
    for (const settings of others) expect((await update(settings)).errors).toEqual([]);
  });

  it("takes a lower secretQuietSeconds while no rotation is open", async () => {
    const { developer, admin } = await gateway.organization();
    const { id, clientId, clientSecret } = await createClient(developer);
    await admin.verify(clientId, clientSecret);
    const input = { oauthApplicationId: id, secretQuietSeconds: 0 };
    expect((await change(developer, "updateOAuthApplication", input)).errors).toEqual([]);
  });

  it("counts a use that is not written yet", async () => {
    const { move, update, works, previous } = await start(["previous", "a while", "current"], {
      previousSecret: "KEEP",
    });
    expect(await works(previous)).toBe(true);
    expect(refusalOf(await update({ secretQuietSeconds: 0 }))).toEqual({
      code: "CONFLICT",
      field: "secretQuietSeconds",
    });
    expect(await works(previous)).toBe(true);
    expect(refusalOf(await move(1))).toEqual({ code: "CONFLICT", field: "overlapSeconds" });
  });
});
