import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DATABASE_KINDS } from "../support/databases/databases.js";
import { startTestGateway, type TestGateway } from "../support/gateway/gateway.js";
import { issue, newKey, payloadOf } from "../support/organization/repeated-requests.js";

describe.each(DATABASE_KINDS)("how many answers are kept, on %s", (kind) => {
  let gateway: TestGateway;

  beforeAll(async () => {
    gateway = await startTestGateway(kind);
  });
  afterAll(() => gateway.stop());

  /** Answers that actors have got so far, one a millisecond until now. */
  async function keep(organizationId: string, actorOf: (n: number) => string, count: number, age = 0): Promise<void> {
    const rows = Array.from({ length: count }, (_, n) => {
      const keptAt = gateway.now() - age - count + n;
      return `('filler ${organizationId} ${age} ${n}', '${organizationId}', '${actorOf(n)}', true, 'x', ${keptAt})`;
    });
    await gateway.database.query(
      `INSERT INTO kept_answers (digest, organization_id, actor_id, counted, input_digest, kept_at) VALUES ${rows.join()}`,
    );
  }

  async function open() {
    const organization = await gateway.organization();
    const { developer } = organization;
    const { viewer } = await developer.ok("{ viewer { actor { id } } }");
    const { id } = await developer.createApplication();
    const rotate = (more: Record<string, unknown> = {}) =>
      issue(developer, "rotateSecret", { oauthApplicationId: id, idempotencyKey: newKey(), ...more });
    return { ...organization, actorId: viewer.actor.id as string, applicationId: id, rotate };
  }

  it("is at most 1,000 an actor, then TOO_MANY_REQUESTS until the oldest is a day old", async () => {
    const { id, rotate, actorId, admin, developer } = await open();
    await keep(id, () => actorId, 999);
    const idempotencyKey = newKey();
    const first = payloadOf(await rotate({ idempotencyKey, previousSecret: "KEEP" }));
    const { errors } = await issue(developer, "createOAuthApplication", { name: "Shop", idempotencyKey: newKey() });
    expect(errors.map(({ extensions }) => extensions)).toEqual([
      { code: "TOO_MANY_REQUESTS", retryAfterSeconds: expect.any(Number) },
    ]);
    expect(errors[0]?.extensions.retryAfterSeconds).toBeGreaterThan(86_000);
    expect(errors[0]?.extensions.retryAfterSeconds).toBeLessThanOrEqual(86_400);
    expect((await developer.ok("{ oauthApplications { totalCount } }")).oauthApplications.totalCount).toBe(1);
    // What is kept is still answered, others are not refused, and nor is who does without a key.
    expect(payloadOf(await rotate({ idempotencyKey, previousSecret: "KEEP" }))).toEqual({ ...first, replayed: true });
    const input = { name: "CI", role: "VIEWER", idempotencyKey: newKey() };
    expect(payloadOf(await issue(admin, "createApiToken", input))).toMatchObject({ replayed: false });
    await developer.createApplication();
  });

  it("is at most 10,000 an organization", async () => {
    const { id, rotate } = await open();
    await keep(id, (n) => `tok_${n % 20}`, 9_999);
    expect(payloadOf(await rotate())).toMatchObject({ replayed: false });
    const { errors } = await rotate();
    expect(errors.map(({ extensions }) => extensions.code)).toEqual(["TOO_MANY_REQUESTS"]);
    expect(await (await open()).rotate()).toMatchObject({ errors: [] });
  });

  it("never keeps a rotation with REVOKE from being done, whose answer is kept as well", async () => {
    const { id, rotate, actorId } = await open();
    await keep(id, () => actorId, 1_000);
    const input = { idempotencyKey: newKey(), previousSecret: "REVOKE" };
    const first = payloadOf(await rotate(input));
    expect(payloadOf(await rotate(input))).toEqual({ ...first, replayed: true });
  });

  it("loses no key to a rotation with REVOKE, so that a late repetition does nothing a second time", async () => {
    const { id, rotate, actorId, developer, applicationId } = await open();
    const creation = { name: "Shop", idempotencyKey: newKey() };
    const created = payloadOf(await issue(developer, "createOAuthApplication", creation));
    const ofCreated = (input: Record<string, unknown>) =>
      rotate({ oauthApplicationId: created.oauthApplication.id, ...input });
    const earlier = { idempotencyKey: newKey() };
    payloadOf(await rotate(earlier));
    await keep(id, () => actorId, 1_000);
    const revoking = [1, 2, 3].map(() => ({ idempotencyKey: newKey(), previousSecret: "REVOKE" }));
    for (const input of revoking) {
      payloadOf(await rotate(input));
      payloadOf(await ofCreated({ ...input, idempotencyKey: newKey() }));
    }

    const gone = { replayed: true, clientSecret: null };
    expect(payloadOf(await issue(developer, "createOAuthApplication", creation))).toMatchObject(gone);
    expect(payloadOf(await rotate(earlier))).toMatchObject(gone);
    for (const input of revoking.slice(0, -1)) expect(payloadOf(await rotate(input))).toMatchObject(gone);
    const { oauthApplications } = await developer.ok("{ oauthApplications { nodes { id version } } }");
    expect(oauthApplications.nodes).toEqual([
      { id: created.oauthApplication.id, version: 4 },
      { id: applicationId, version: 5 },
    ]);
  });

  it("counts a rotation with REVOKE while there is room, and at most 1,000 then, too", async () => {
    const { id, rotate, actorId } = await open();
    const counted = async () =>
      (await gateway.database.query(`SELECT 1 FROM kept_answers WHERE actor_id = '${actorId}' AND counted`)).length;
    payloadOf(await rotate({ previousSecret: "REVOKE" }));
    expect(await counted()).toBe(1);
    await keep(id, () => actorId, 999);
    await Promise.all([1, 2, 3].map(() => rotate({ previousSecret: "REVOKE" })));
    expect(await counted()).toBe(1_000);
  });

  it("does not count what is older than a day", async () => {
    const { id, rotate, actorId } = await open();
    await keep(id, () => actorId, 1_000, 86_400_000);
    expect(payloadOf(await rotate())).toMatchObject({ replayed: false });
  });
});
