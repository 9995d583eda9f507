import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { Database } from "../../src/database/database.js";
import type { Confirmations } from "../../src/services/secrets/confirmations.js";
import { DATABASE_KINDS } from "../support/databases/databases.js";
import { holdApplication } from "../support/databases/held-row.js";
import { LOST_COMMITS } from "../support/databases/silent-commit.js";
import { startTestGateway, type TestGateway } from "../support/gateway/gateway.js";
import { haveTime } from "../support/gateway/have-time.js";
import { type SilentGateway, startSilentGateway } from "../support/gateway/silent-gateway.js";
import { type Confirming, confirming } from "../support/oauth/confirming-client.js";
import { basic, createClient, postForm, requestToken, startOauthGateway } from "../support/oauth/oauth-endpoints.js";
import { listEvents } from "../support/organization/audit-events.js";

/** Less than an overlap, lest what is confirmed behind is over at once elsewhere. */
const HALF_AN_HOUR = 1_800_000;

describe.each(DATABASE_KINDS)("a first use at two gateways over one database, on %s", (kind) => {
  let right: TestGateway;
  let behind: TestGateway;

  haveTime();
  beforeAll(async () => {
    right = await startTestGateway(kind);
    behind = await startTestGateway(kind, { database: right.database });
    behind.advance(-HALF_AN_HOUR);
  });
  afterAll(async () => {
    await behind.stop();
    await right.stop();
  });

  const actions = async ({ events }: Confirming) =>
    (await events()).map(({ action }) => action).filter((action) => /confirmed|undone/.test(action));

  it("is one confirmation, however many come at once, and all of them get in", async () => {
    const started = await confirming(right, { confirmWithinSeconds: 7200 });
    const uses = Array.from({ length: 20 }, (_, n) => requestToken((n % 2 ? behind : right).url, started.next));
    expect(new Set((await Promise.all(uses)).map(({ status }) => status))).toEqual(new Set([200]));
    expect(await actions(started)).toEqual(["client_secret.rotation_confirmed"]);
  });

  it("and a cancellation have one winner", async () => {
    const started = await confirming(right, { confirmWithinSeconds: 7200 });
    const [used, cancelled] = await Promise.all([
      requestToken(behind.url, started.next),
      started.step("cancelSecretRotation", { expectedVersion: 2 }),
    ]);
    const isConfirmed = used.status === 200;
    expect(cancelled.errors.length).toBe(isConfirmed ? 1 : 0);
    expect(await started.statuses()).toEqual(isConfirmed ? ["CURRENT", "PREVIOUS"] : ["REVOKED", "CURRENT"]);
    expect((await actions(started)).length).toBe(isConfirmed ? 1 : 0);
  });

  const ENDINGS: Record<string, (started: Confirming) => Promise<unknown>> = {
    "the new secret was refused": ({ next }) => requestToken(right.url, next),
    "the previous secret was used": async ({ old, works, events }) => {
      expect(await works(old)).toBe(true);
      await expect.poll(async () => (await events("rotation_undone")).length).toBe(1);
    },
    "a step was refused": ({ step }) => step("completeSecretRotation", { force: true }),
  };

  it.each(Object.keys(ENDINGS))(
    "finds nothing to confirm after %s elsewhere, though its clock is behind",
    async (how) => {
      const started = await confirming(right);
      right.advance(60_000);
      await ENDINGS[how]?.(started);
      right.advance(-60_000);
      expect(await started.works(started.next, behind)).toBe(false);
      expect(await started.works(started.next)).toBe(false);
      expect(await started.works(started.old, behind)).toBe(true);
      expect(await actions(started)).toEqual(["client_secret.rotation_undone"]);
      expect(await started.statuses()).toEqual(["EXPIRED", "CURRENT"]);
    },
  );

  it("is written off by one change, however many use the previous secret meanwhile", async () => {
    const { old, works, events } = await confirming(right);
    right.advance(60_000);
    const confirmations: Confirmations = Reflect.get(right.gateway.services.clientAuthentication, "confirmations");
    const database: Database = Reflect.get(confirmations, "database");
    const asked = vi.spyOn(confirmations, "undoBeside");
    let release = () => {};
    const held = new Promise<void>((done) => {
      release = done;
    });
    const change = vi.spyOn(database, "change").mockImplementation(async (...how) => {
      await held;
      return Object.getPrototypeOf(database).change.apply(database, how);
    });
    const uses = Array.from({ length: 5 }, () => works(old));
    await expect.poll(() => asked.mock.calls.length).toBe(5);
    const changes = change.mock.calls.length;
    release();
    expect(await Promise.all(uses)).toEqual(uses.map(() => true));
    change.mockRestore();
    asked.mockRestore();
    right.advance(-60_000);
    expect(changes).toBe(1);
    expect(await events("rotation_undone")).toHaveLength(1);
  });

  it("holds where the clock says that it came too late", async () => {
    const started = await confirming(right);
    right.advance(60_000);
    expect(await started.works(started.next, behind)).toBe(true);
    expect(await started.works(started.next)).toBe(true);
    expect(await actions(started)).toEqual(["client_secret.rotation_confirmed"]);
  });
});

describe.each(DATABASE_KINDS)("a first use that the database does not confirm, on %s", (kind) => {
  let gateway: SilentGateway;

  beforeAll(async () => {
    gateway = await startSilentGateway(kind);
  });
  afterAll(() => gateway.stop());

  it.each(LOST_COMMITS)(
    "is answered 503 when it is lost $when COMMIT; it was done wholly or not at all",
    async ({ when, isDone }) => {
      const { next, seen, events } = await confirming(gateway);
      await gateway.loseCommit("client_secrets", when);
      const answer = await requestToken(gateway.url, next);
      expect(answer).toMatchObject({ status: 503, json: { error: "temporarily_unavailable" } });
      const during = await seen();
      expect(during.version).toBe(isDone ? 3 : 2);
      expect(during.rotation.confirmedAt === null).toBe(!isDone);
      expect(during.rotation.endsAt === null).toBe(!isDone);
      expect(await events("rotation_confirmed")).toHaveLength(isDone ? 1 : 0);
      expect((await requestToken(gateway.url, next)).status).toBe(200);
      expect(await events("rotation_confirmed")).toHaveLength(1);
    },
  );

  it("is answered 503 at /oauth/verify, too, and not as a wrong secret", async () => {
    const { next, admin, events, works } = await confirming(gateway);
    await gateway.loseCommit("client_secrets", "before");
    await expect(admin.verify(next.clientId, next.clientSecret)).rejects.toThrow("HTTP 503");
    expect(await events("rotation_confirmed")).toEqual([]);
    expect(await works(next)).toBe(true);
  });
});

describe("a first use while another gateway changes the application on PostgreSQL", () => {
  let gateway: TestGateway;

  beforeAll(async () => {
    gateway = await startOauthGateway("postgres");
  });
  afterAll(() => gateway.stop());

  describe("and somebody has time", () => {
    haveTime();

    it.each([
      [
        "stops the new secret",
        "UPDATE client_secrets SET revoked_at = 1 WHERE oauth_application_id = $1 AND confirm_by > 0",
      ],
      ["disables the application", "UPDATE oauth_applications SET enabled = false WHERE id = $1"],
    ])("that %s is refused, and confirms nothing", async (_change, sql) => {
      const { id, next, events } = await confirming(gateway);
      const row = await holdApplication(gateway.database, id);
      const use = requestToken(gateway.url, next);
      await row.waited();
      await row.run(sql, [id]);
      await row.release();
      expect((await use).status).toBe(401);
      expect(await events("rotation_confirmed")).toEqual([]);
    });

    it("that stops the secret by which an application asks for a new one of its own lets it have none", async () => {
      const { owner, admin } = await gateway.organization();
      const { id, clientId, clientSecret } = await createClient(owner, { selfRotationEnabled: true });
      const row = await holdApplication(gateway.database, id);
      const headers = { authorization: basic(clientId, clientSecret), "idempotency-key": "0123456789abcdef" };
      const asked = postForm(`${gateway.url}/oauth/client_secret`, {}, headers);
      await row.waited();
      await row.run("UPDATE client_secrets SET revoked_at = 1 WHERE oauth_application_id = $1", [id]);
      await row.release();
      expect(await asked).toMatchObject({ status: 401, json: { error: "invalid_client" } });
      expect(await listEvents(admin, { targetId: id, action: "client_secret.rotated" })).toEqual([]);
    });
  });

  it("that takes too long is answered 503 and confirms nothing, nor later", async () => {
    const { id, next, events } = await confirming(gateway);
    const row = await holdApplication(gateway.database, id);
    expect(await requestToken(gateway.url, next)).toMatchObject({ status: 503 });
    await row.release();
    expect(await events("rotation_confirmed")).toEqual([]);
    expect((await requestToken(gateway.url, next)).status).toBe(200);
    expect(await events("rotation_confirmed")).toHaveLength(1);
  });
});
