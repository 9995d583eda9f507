import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DATABASE_KINDS } from "../support/databases/databases.js";
import type { TestGateway } from "../support/gateway/gateway.js";
import { type Confirming, confirming } from "../support/oauth/confirming-client.js";
import { type Client, postAs, requestToken, startOauthGateway } from "../support/oauth/oauth-endpoints.js";
import { change, changed, refusalOf } from "../support/organization/oauth-applications.js";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

describe.each(DATABASE_KINDS)("a rotation that the first use confirms, on %s", (kind) => {
  let gateway: TestGateway;

  beforeAll(async () => {
    gateway = await startOauthGateway(kind);
  });
  afterAll(() => gateway.stop());

  const at = (path: string, client: Client, form: Record<string, string>) =>
    postAs(`${gateway.url}/oauth/${path}`, client, form);

  /** How a secret can be used, each with success. */
  const USES: Record<string, (client: Client, admin: Confirming["admin"]) => Promise<unknown>> = {
    token: async (client) => expect((await requestToken(gateway.url, client)).status).toBe(200),
    introspection: async (client) => expect((await at("introspect", client, { token: "none" })).status).toBe(200),
    revocation: async (client) => expect((await at("revoke", client, { token: "none" })).status).toBe(200),
    verification: async ({ clientId, clientSecret }, admin) =>
      expect(await admin.verify(clientId, clientSecret)).toMatchObject({ active: true, secret: { status: "CURRENT" } }),
  };

  it("waits for that without an end of the previous secret, and says until when", async () => {
    const { seen, old, works, statuses, events } = await confirming(gateway);
    const before = await seen();
    const issuedAt = Date.parse(before.rotation.startedAt);
    expect(before.rotation).toMatchObject({
      endsAt: null,
      confirmedAt: null,
      safeToComplete: false,
      safeAt: null,
      reason: "CONFIRMING",
    });
    expect(Date.parse(before.rotation.confirmBy)).toBe(issuedAt + MINUTE);
    expect(before).toMatchObject({ version: 2, hasRotatedSecret: true });
    expect(await statuses()).toEqual(["CURRENT", "PREVIOUS"]);
    const [{ details } = { details: {} }] = await events("rotated");
    expect(details).toMatchObject({
      previousSecret: "CONFIRM",
      previousSecretExpiresAt: null,
      confirmBy: before.rotation.confirmBy,
      overlapSeconds: 3600,
    });
    // Whoever uses the previous one confirms nothing.
    expect(await works(old)).toBe(true);
    expect((await requestToken(gateway.url, old)).status).toBe(200);
    expect((await seen()).rotation).toMatchObject({ reason: "CONFIRMING", confirmedAt: null });
  });

  it("gives seven days for the first use unless it says otherwise", async () => {
    const { rotation } = await (await confirming(gateway, { confirmWithinSeconds: null })).seen();
    expect(Date.parse(rotation.confirmBy)).toBe(Date.parse(rotation.startedAt) + 7 * 24 * HOUR);
  });

  it.each(Object.keys(USES))("begins the overlap with a first use for %s, once", async (purpose) => {
    const { seen, next, old, works, admin, events } = await confirming(gateway);
    await USES[purpose]?.(next, admin);
    const after = await seen();
    const confirmedAt = Date.parse(after.rotation.confirmedAt);
    expect(after.version).toBe(3);
    expect(Date.parse(after.rotation.endsAt)).toBe(confirmedAt + HOUR);
    expect(after.rotation.reason).not.toBe("CONFIRMING");
    const [current, previous] = after.secrets;
    expect(current).toMatchObject({ status: "CURRENT", expiresAt: null, firstUsedAt: expect.any(String) });
    expect(previous).toMatchObject({ status: "PREVIOUS", expiresAt: after.rotation.endsAt });
    await USES[purpose]?.(next, admin);
    const recorded = await events("rotation_confirmed");
    expect(recorded).toEqual([
      expect.objectContaining({
        actor: { id: "gateway", kind: "GATEWAY", name: null },
        wayIn: "GATEWAY",
        requestId: expect.any(String),
        details: {
          secretId: current.id,
          previousSecretId: previous.id,
          previousSecretExpiresAt: after.rotation.endsAt,
          askedFor: purpose,
        },
      }),
    ]);
    gateway.advance(MINUTE);
    expect(await works(next)).toBe(true);
    gateway.advance(HOUR);
    expect([await works(next), await works(old)]).toEqual([true, false]);
  });

  it("takes the overlap that was asked for, or stops the previous secret at once, with what it obtained", async () => {
    const long = await confirming(gateway, { overlapSeconds: 7200 });
    await requestToken(gateway.url, long.next);
    const { rotation } = await long.seen();
    expect(Date.parse(rotation.endsAt)).toBe(Date.parse(rotation.confirmedAt) + 2 * HOUR);

    const none = await confirming(gateway, {}, { secretOverlapSeconds: 0 });
    expect(await none.statuses()).toEqual(["CURRENT", "PREVIOUS"]);
    await requestToken(gateway.url, none.next);
    expect(await none.statuses()).toEqual(["CURRENT", "EXPIRED"]);
    expect(await none.works(none.old)).toBe(false);
    expect((await none.seen()).rotation).toBeNull();
  });

  it("is not confirmed by who is refused: a wrong secret or method, a disabled application", async () => {
    const { next, seen, admin, step } = await confirming(gateway);
    expect((await requestToken(gateway.url, { ...next, clientSecret: "wrong" })).status).toBe(401);
    expect((await requestToken(gateway.url, next, {}, "post")).status).toBe(401);
    await step("updateOAuthApplication", { enabled: false });
    expect(await admin.verify(next.clientId, next.clientSecret)).toEqual({ active: false });
    await step("updateOAuthApplication", { enabled: true });
    expect((await seen()).rotation).toMatchObject({ reason: "CONFIRMING", confirmedAt: null });
  });

  describe("when nobody has used the new secret in time", () => {
    const late = async (how: Record<string, unknown> = {}) => {
      const started = await confirming(gateway, how);
      gateway.advance(MINUTE);
      return started;
    };

    it("stops the new one and leaves the previous one alone, current and without an end", async () => {
      const { seen, statuses } = await late();
      expect(await statuses()).toEqual(["EXPIRED", "CURRENT"]);
      const after = await seen();
      expect(after).toMatchObject({ rotation: null, hasRotatedSecret: false, version: 2 });
      expect(after.secrets[1]).toMatchObject({ expiresAt: null, revokedAt: null });
    });

    it("writes the end when the previous one is used, once", async () => {
      const { old, works, events, seen } = await late();
      expect(await works(old)).toBe(true);
      const undone = () => events("rotation_undone");
      await expect.poll(async () => (await undone()).length).toBe(1);
      expect(await works(old)).toBe(true);
      const { secrets, version } = await seen();
      expect(await undone()).toEqual([
        expect.objectContaining({
          actor: { id: "gateway", kind: "GATEWAY", name: null },
          wayIn: "GATEWAY",
          details: {
            secretId: secrets[0].id,
            previousSecretId: secrets[1].id,
            confirmBy: secrets[0].expiresAt,
          },
        }),
      ]);
      expect(secrets[0].revokedAt).toBe(secrets[0].expiresAt);
      expect(version).toBe(2);
    });

    it("writes the end before it refuses the new one", async () => {
      const { next, events, old, works } = await late();
      expect((await requestToken(gateway.url, next)).status).toBe(401);
      expect(await events("rotation_undone")).toHaveLength(1);
      expect(await works(next)).toBe(false);
      expect(await works(old)).toBe(true);
      expect(await events("rotation_confirmed")).toEqual([]);
      expect(await events("rotation_undone")).toHaveLength(1);
    });

    it.each([
      ["completeSecretRotation", { force: true }],
      ["cancelSecretRotation", {}],
      ["updateSecretRotation", { confirmWithinSeconds: 600 }],
      ["updateSecretRotation", { overlapSeconds: 60, expectedVersion: 1 }],
    ] as const)("writes the end although %s with %j is refused", async (mutation, more) => {
      const { step, events, statuses, works, next } = await late();
      expect((await step(mutation, more)).errors[0]?.extensions.code).toBe("CONFLICT");
      expect(await events("rotation_undone")).toHaveLength(1);
      expect(await statuses()).toEqual(["EXPIRED", "CURRENT"]);
      expect(await works(next)).toBe(false);
    });

    it("can be rotated again, for the version that was seen", async () => {
      const { developer, id, statuses, events } = await late();
      const how = { previousSecret: "KEEP", expectedVersion: 2 };
      expect((await developer.rotate(id, how)).data.rotateSecret.oauthApplication.version).toBe(3);
      expect(await statuses()).toEqual(["CURRENT", "EXPIRED", "PREVIOUS"]);
      expect((await events()).map(({ action }) => action)).toEqual([
        "client_secret.rotated",
        "client_secret.rotation_undone",
        "client_secret.rotated",
        "oauth_application.created",
      ]);
    });

    it("writes the end before the application becomes public", async () => {
      const { step, events, statuses } = await late();
      await step("updateOAuthApplication", { public: true, grantTypes: [] });
      expect(await statuses()).toEqual(["EXPIRED", "REVOKED"]);
      expect(await events("rotation_undone")).toHaveLength(1);
    });

    it("writes nothing for who does not hold a secret of the application", async () => {
      const { events, admin, old } = await late();
      await admin.verify(old.clientId, "wrong");
      await gateway.gateway.services.drain();
      await gateway.gateway.services.maintain();
      expect(await events("rotation_undone")).toEqual([]);
    });
  });

  describe("with a step meanwhile", () => {
    it("is completed only by force; the new secret has no end then", async () => {
      const { step, statuses, works, next, seen, events } = await confirming(gateway);
      expect((await step("completeSecretRotation")).errors[0]?.extensions.code).toBe("CONFLICT");
      expect((await seen()).rotation.reason).toBe("CONFIRMING");
      expect((await step("completeSecretRotation", { force: true })).errors).toEqual([]);
      expect(await statuses()).toEqual(["CURRENT", "REVOKED"]);
      gateway.advance(2 * MINUTE);
      expect(await works(next)).toBe(true);
      expect((await events()).map(({ action }) => action).slice(0, 2)).toEqual([
        "client_secret.rotation_completed",
        "client_secret.rotated",
      ]);
    });

    it("is cancelled without force; the previous secret stays", async () => {
      const { step, statuses, works, old, next, events } = await confirming(gateway);
      expect((await step("cancelSecretRotation")).errors).toEqual([]);
      expect(await statuses()).toEqual(["REVOKED", "CURRENT"]);
      gateway.advance(2 * MINUTE);
      expect([await works(next), await works(old)]).toEqual([false, true]);
      expect(await events("rotation_undone")).toEqual([]);
    });

    it.each([
      [{ overlapSeconds: 60 }, MINUTE],
      [{ overlapSeconds: null }, null],
      [{ confirmWithinSeconds: 120 }, HOUR],
    ] as [{ overlapSeconds?: number | null; confirmWithinSeconds?: number }, number | null][])(
      "changes what will begin by %j, without force, even while the previous secret is in use",
      async (how, overlap) => {
        const { step, seen, works, old, next, events } = await confirming(gateway);
        expect(await works(old)).toBe(true);
        const { rotation: before } = await seen();
        expect(before.overlapSeconds).toBe(3600);
        const now = gateway.now();
        expect((await step("updateSecretRotation", how)).errors).toEqual([]);
        const { rotation: during } = await seen();
        expect(during).toMatchObject({
          endsAt: null,
          reason: "CONFIRMING",
          overlapSeconds: overlap && overlap / 1000,
        });
        // The event names what was changed, and nothing else.
        const [{ details } = { details: {} }] = await events("rotation_updated");
        expect(details).toEqual({
          secretId: expect.any(String),
          ...(how.confirmWithinSeconds === undefined ? how : { confirmBy: during.confirmBy }),
        });
        if (how.confirmWithinSeconds === undefined) expect(during.confirmBy).toBe(before.confirmBy);
        else expect(Date.parse(during.confirmBy)).toBeGreaterThanOrEqual(now + 2 * MINUTE);
        await requestToken(gateway.url, next);
        const { rotation } = await seen();
        const end = rotation.endsAt && Date.parse(rotation.endsAt) - Date.parse(rotation.confirmedAt);
        expect(end).toBe(overlap);
        // It has begun: nothing is coming any more.
        expect(rotation.overlapSeconds).toBeNull();
      },
    );

    it("has no overlap that is coming when it is none, and records no change of what stays as it was", async () => {
      const { step, seen, events } = await confirming(gateway, { overlapSeconds: 0 });
      expect((await seen()).rotation.overlapSeconds).toBe(0);
      await step("updateSecretRotation", { overlapSeconds: 0 });
      const [{ details } = { details: {} }] = await events("rotation_updated");
      expect(details).toEqual({ secretId: expect.any(String) });
    });

    it("works until the moved end of the time for its first use", async () => {
      const { step, next, works } = await confirming(gateway);
      await step("updateSecretRotation", { confirmWithinSeconds: 120 });
      gateway.advance(MINUTE + 1000);
      expect(await works(next)).toBe(true);
    });

    it("is a conflict with every policy but REVOKE, which stops both older ones", async () => {
      const { developer, id, statuses } = await confirming(gateway);
      for (const previousSecret of ["EXPIRE", "KEEP", "CONFIRM"]) {
        expect((await developer.rotate(id, { previousSecret })).errors[0]?.extensions.code).toBe("CONFLICT");
      }
      expect((await developer.rotate(id, { previousSecret: "REVOKE" })).errors).toEqual([]);
      expect(await statuses()).toEqual(["CURRENT", "REVOKED", "REVOKED"]);
    });

    it("lets nobody shorten the quiet that is asked for later, and names that setting", async () => {
      const { developer, id } = await confirming(gateway);
      const answer = await change(developer, "updateOAuthApplication", {
        oauthApplicationId: id,
        secretQuietSeconds: 0,
      });
      expect(refusalOf(answer)).toEqual({ code: "CONFLICT", field: "secretQuietSeconds" });
    });

    it("takes no time for the first use once that has been", async () => {
      const { step, next } = await confirming(gateway);
      await requestToken(gateway.url, next);
      const { errors } = await step("updateSecretRotation", { confirmWithinSeconds: 60 });
      expect(errors[0]?.extensions.code).toBe("CONFLICT");
      expect((await step("updateSecretRotation", { overlapSeconds: 7200 })).errors).toEqual([]);
    });
  });

  it("needs a secret that works meanwhile", async () => {
    const { developer } = await gateway.organization();
    const { id } = await developer.createApplication({ public: true });
    await changed(developer, "updateOAuthApplication", { oauthApplicationId: id, public: false });
    expect((await developer.rotate(id, { previousSecret: "CONFIRM" })).errors[0]?.extensions.code).toBe("CONFLICT");
  });

  it.each([
    { confirmWithinSeconds: 60 },
    { previousSecret: "KEEP", confirmWithinSeconds: 60 },
    { previousSecret: "REVOKE", confirmWithinSeconds: 60 },
    { previousSecret: "CONFIRM", confirmWithinSeconds: 59 },
    { previousSecret: "CONFIRM", confirmWithinSeconds: 7_776_001 },
  ])("refuses %j and changes nothing", async (how) => {
    const { developer } = await gateway.organization();
    const { id } = await developer.createApplication();
    const { errors } = await developer.rotate(id, how);
    expect(errors[0]?.extensions).toMatchObject({ code: "BAD_USER_INPUT", field: "confirmWithinSeconds" });
    expect(await developer.ok("query ($id: ID!) { oauthApplication(id: $id) { version } }", { id })).toEqual({
      oauthApplication: { version: 1 },
    });
  });

  it.each([{ confirmWithinSeconds: 59 }, { confirmWithinSeconds: 7_776_001 }])(
    "refuses a change to %j",
    async (how) => {
      const { step } = await confirming(gateway);
      expect((await step("updateSecretRotation", how)).errors[0]?.extensions).toMatchObject({
        code: "BAD_USER_INPUT",
        field: "confirmWithinSeconds",
      });
    },
  );

  it("is an OWNER's with ownerOnlySecretRotation, and no VIEWER's", async () => {
    const { viewer, developer, owner } = await gateway.organization();
    const { id } = await owner.createApplication({ ownerOnlySecretRotation: true });
    const code = async (client: typeof viewer) =>
      (await client.rotate(id, { previousSecret: "CONFIRM" })).errors[0]?.extensions.code;
    expect([await code(viewer), await code(developer), await code(owner)]).toEqual([
      "FORBIDDEN",
      "FORBIDDEN",
      undefined,
    ]);
    const input = { oauthApplicationId: id, confirmWithinSeconds: 600 };
    const update = async (client: typeof viewer) =>
      (await change(client, "updateSecretRotation", input)).errors[0]?.extensions.code;
    expect([await update(viewer), await update(developer), await update(owner)]).toEqual([
      "FORBIDDEN",
      "FORBIDDEN",
      undefined,
    ]);
  });
});
