// Too long for a quick run.
import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type LossyProxy, startLossyProxy } from "../support/clients/lossy-proxy.js";
import { createMigratedDatabase, DATABASE_KINDS, type TestDatabase } from "../support/databases/databases.js";
import { startTestGateway, type TestGateway } from "../support/gateway/gateway.js";
import { GraphqlClient } from "../support/gateway/graphql-client.js";
import { haveTime } from "../support/gateway/have-time.js";
import { read } from "../support/organization/oauth-applications.js";
import { issue, newKey, payloadOf } from "../support/organization/repeated-requests.js";

/** More by hand: `LOST_ANSWERS=1000 npx vitest run --config test/vitest.config.ts lost-answers`. */
const ROUNDS = Number(process.env.LOST_ANSWERS ?? 100);

/** Without the list of secrets, which grows with each of them. */
const ROTATE = "mutation ($input: RotateSecretInput!) { rotateSecret(input: $input) { replayed clientSecret } }";

/** Sends until an answer arrives, as a client that repeats what got none. */
async function untilAnswered<T>(send: () => Promise<T>): Promise<T> {
  for (;;) {
    const answer = await send().catch((error: unknown) => {
      if (!(error instanceof TypeError)) throw error;
    });
    if (answer) return answer;
    await sleep(1);
  }
}

describe.each(DATABASE_KINDS)("behind a proxy that cuts every second answer, on %s", (kind) => {
  haveTime();
  let gateway: TestGateway;
  let proxy: LossyProxy;

  beforeAll(async () => {
    gateway = await startTestGateway(kind);
    proxy = await startLossyProxy(gateway.url);
  });
  afterAll(async () => {
    await proxy.close();
    await gateway.stop();
  });

  it(`of ${ROUNDS} rotations none is lost, and none is done twice`, async () => {
    const { developer, admin } = await gateway.organization();
    const { id, clientId } = await developer.createApplication();
    const far = new GraphqlClient(proxy.url, developer.token);
    for (let round = 0; round < ROUNDS; round++) {
      const input = { oauthApplicationId: id, previousSecret: "REVOKE", idempotencyKey: newKey() };
      proxy.lose(round % 2, round % 4 === 1 ? "after the answer" : "before the answer");
      const { clientSecret, replayed } = payloadOf(await untilAnswered(() => far.send(ROTATE, { input })));
      // An answer that is cut while the gateway is still at work may be overtaken by its repetition.
      if (round % 4 === 1) expect(replayed).toBe(true);
      if (round % 10 === 9) expect(await admin.verify(clientId, clientSecret)).toMatchObject({ active: true });
    }
    expect((await read(developer, id, "version")).version).toBe(ROUNDS + 1);
  });
});

describe("two gateways on one PostgreSQL, of which one has the new server key first already", () => {
  let database: TestDatabase;
  let gateways: [TestGateway, TestGateway];

  beforeAll(async () => {
    database = await createMigratedDatabase("postgres");
    const [one, other] = ["k1", "k2"].map((kid) => `${kid}:${randomBytes(32).toString("base64")}`);
    const start = (keys: string) => startTestGateway("postgres", { database, env: { SECRET_KEYS: keys } });
    gateways = [await start(`${one},${other}`), await start(`${other},${one}`)];
  });
  afterAll(async () => {
    await Promise.all(gateways.map((gateway) => gateway.stop()));
    await database.drop();
  });

  it("answer the same when the same request comes to both at once, and do it once", async () => {
    const [here, there] = gateways;
    const { developer, admin } = await here.organization();
    const far = new GraphqlClient(there.url, developer.token);
    const farAdmin = new GraphqlClient(there.url, admin.token);
    const { id } = await developer.createApplication();
    for (let round = 0; round < 5; round++) {
      const rotation = { oauthApplicationId: id, previousSecret: "REVOKE", idempotencyKey: newKey() };
      const creation = { name: "Shop", idempotencyKey: newKey() };
      const token = { name: "CI", role: "VIEWER", idempotencyKey: newKey() };
      const answers = await Promise.all([
        issue(developer, "rotateSecret", rotation),
        issue(far, "rotateSecret", rotation),
        issue(developer, "createOAuthApplication", creation),
        issue(far, "createOAuthApplication", creation),
        issue(admin, "createApiToken", token),
        issue(farAdmin, "createApiToken", token),
      ]);
      const payloads = answers.map(payloadOf);
      for (let pair = 0; pair < payloads.length; pair += 2) {
        const [one, other] = [payloads[pair], payloads[pair + 1]];
        expect([one.replayed, other.replayed].sort()).toEqual([false, true]);
        expect(one.clientSecret ?? one.token).toBe(other.clientSecret ?? other.token);
        expect(one.clientSecret ?? one.token).toMatch(/^og/);
      }
    }
    expect((await read(developer, id, "version")).version).toBe(6);
    const { oauthApplications } = await developer.ok("{ oauthApplications { totalCount } }");
    expect(oauthApplications.totalCount).toBe(6);
  });

  it("know each other's answers after the keys were replaced, and are CONFLICT with another input", async () => {
    const [here, there] = gateways;
    const { developer } = await here.organization();
    const far = new GraphqlClient(there.url, developer.token);
    const { id } = await developer.createApplication();
    const input = { oauthApplicationId: id, idempotencyKey: newKey() };
    const first = payloadOf(await issue(far, "rotateSecret", input));
    expect(payloadOf(await issue(developer, "rotateSecret", input))).toEqual({ ...first, replayed: true });
    const { errors } = await issue(developer, "rotateSecret", { ...input, previousSecret: "KEEP" });
    expect(errors.map(({ extensions }) => extensions.rule)).toEqual(["otherInput"]);
  });
});
