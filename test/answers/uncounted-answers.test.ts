import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DATABASE_KINDS } from "../support/databases/databases.js";
import type { TestGateway } from "../support/gateway/gateway.js";
import { basic, type Client, createClient, postForm, startOauthGateway } from "../support/oauth/oauth-endpoints.js";
import { issue, newKey, payloadOf } from "../support/organization/repeated-requests.js";

const MINUTE = 60_000;

/** How many answers stay that nobody counts, of what an application does itself and of what others do with it. */
const KEPT = 2_880;

describe.each(DATABASE_KINDS)("answers that nobody counts, on %s,", (kind) => {
  let gateway: TestGateway;

  beforeAll(async () => {
    gateway = await startOauthGateway(kind);
  });
  afterAll(() => gateway.stop());

  const maintain = () => gateway.gateway.services.maintain();

  async function start() {
    const organization = await gateway.organization();
    const { owner, developer } = organization;
    const { viewer } = await developer.ok("{ viewer { actor { id } } }");
    const client = await createClient(owner, { selfRotationEnabled: true, secretOverlapSeconds: 0 });
    const actorId: string = viewer.actor.id;
    const revoke = (idempotencyKey = newKey()) =>
      issue(developer, "rotateSecret", { oauthApplicationId: client.id, idempotencyKey, previousSecret: "REVOKE" });
    return { ...organization, client, actorId, revoke };
  }

  /** Answers of today to rotations before all that are done here; `n` numbers them, the oldest first. */
  async function keep(organizationId: string, { id }: Client, actorId: string, count: number, counted = false) {
    await gateway.database.query(
      `INSERT INTO kept_answers
         (digest, organization_id, actor_id, counted, input_digest, oauth_application_id, issued_id, kept_at)
       WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < ${count})
       SELECT '${actorId} ${id} ' || CAST(10000 + n AS text), '${organizationId}', '${actorId}', ${counted}, 'x', '${id}',
         'sec_00' || CAST(10000 + n AS text), ${gateway.now()} FROM numbers`,
    );
  }

  const countOf = async ({ id }: Client, condition: string) =>
    (await gateway.database.query(`SELECT 1 FROM kept_answers WHERE oauth_application_id = '${id}' AND ${condition}`))
      .length;

  const ask = ({ clientId, clientSecret }: Client, key: string = randomUUID(), form: Record<string, string> = {}) =>
    postForm(`${gateway.url}/oauth/client_secret`, form, {
      authorization: basic(clientId, clientSecret),
      "idempotency-key": key,
    });

  it("are at most 2,880 of an application that rotates itself all day, the newest ones", async () => {
    const { id, client, actorId } = await start();
    const still = await createClient((await gateway.organization()).owner);
    await keep(id, client, client.id, 3_500);
    await keep(id, client, actorId, 200);
    await keep(id, still, still.id, 3_500);
    const key = randomUUID();
    const { json } = await ask(client, key);
    await maintain();
    const itself = `actor_id = '${client.id}'`;
    expect(await countOf(client, itself)).toBe(KEPT);
    expect(await countOf(client, `${itself} AND issued_id <= 'sec_0010621'`)).toBe(0);
    expect(await ask(client, key)).toMatchObject({ status: 200, json });
    // Not those of others, nor of an application that has not rotated since.
    expect(await countOf(client, `actor_id = '${actorId}'`)).toBe(200);
    expect(await countOf(still, "NOT counted")).toBe(3_500);
  });

  it("are at most 2,880 of an application that others rotate with REVOKE all day, the newest ones", async () => {
    const { id, client, actorId, revoke } = await start();
    await keep(id, client, actorId, 1_000, true);
    await keep(id, client, "tok_another", 3_500);
    await keep(id, client, client.id, 200);
    const key = newKey();
    const first = payloadOf(await revoke(key));
    await maintain();
    expect(await countOf(client, `NOT counted AND actor_id <> '${client.id}'`)).toBe(KEPT);
    expect(payloadOf(await revoke(key))).toEqual({ ...first, replayed: true });
    // What is counted stays for its day, and so does what the application did itself.
    expect(await countOf(client, "counted")).toBe(1_000);
    expect(await countOf(client, `actor_id = '${client.id}'`)).toBe(200);
  });

  it("stay while the secret works with which they may be asked for again, so that nothing happens twice", async () => {
    const { id, client, admin } = await start();
    await keep(id, client, client.id, 3_500);
    const keys = [randomUUID(), randomUUID(), randomUUID()];
    const form = { confirm_within_seconds: "60" };
    // Nobody uses what it is given, so each is undone after a minute.
    for (const key of keys) {
      expect((await ask(client, key, form)).status).toBe(200);
      gateway.advance(MINUTE);
      await maintain();
    }
    for (const key of keys) {
      const { status, headers, json } = await ask(client, key, form);
      expect({ status, json }).toMatchObject({ status: 200, json: { client_secret: null } });
      expect(headers.get("idempotency-replayed")).toBe("true");
    }
    const rotated = `{ auditEvents(filter: { targetId: "${client.id}", action: "client_secret.rotated" }) { totalCount } }`;
    expect((await admin.ok(rotated)).auditEvents.totalCount).toBe(3);
  });
});
