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
    return { ...organization, actorId: viewer.actor.id as string, rotate };
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
    const earlier = newKey();
    payloadOf(await rotate({ idempotencyKey: earlier }));
    await keep(id, () => actorId, 1_000);
    const input = { idempotencyKey: newKey(), previousSecret: "REVOKE" };
    const first = payloadOf(await rotate(input));
    expect(payloadOf(await rotate(input))).toEqual({ ...first, replayed: true });
    const rows = await gateway.database.query(`SELECT 1 FROM kept_answers WHERE actor_id = '${actorId}'`);
    expect(rows).toHaveLength(1_001);
  });

  it("does not count what is older than a day", async () => {
    const { id, rotate, actorId } = await open();
    await keep(id, () => actorId, 1_000, 86_400_000);
    expect(payloadOf(await rotate())).toMatchObject({ replayed: false });
  });
});
