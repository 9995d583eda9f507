import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DATABASE_KINDS } from "../support/databases/databases.js";
import { LOST_COMMITS } from "../support/databases/silent-commit.js";
import { startTestGateway, type TestGateway } from "../support/gateway/gateway.js";
import { GraphqlClient } from "../support/gateway/graphql-client.js";
import { haveTime } from "../support/gateway/have-time.js";
import { type SilentGateway, startSilentGateway } from "../support/gateway/silent-gateway.js";
import { read, refusalOf, remove } from "../support/organization/oauth-applications.js";
import { issue, newKey, payloadOf } from "../support/organization/repeated-requests.js";

const ROUNDS = 3;

describe.each(DATABASE_KINDS)("a key that comes to two gateways at once, on %s", (kind) => {
  let here: TestGateway;
  let there: TestGateway;

  haveTime();
  beforeAll(async () => {
    here = await startTestGateway(kind);
    there = await startTestGateway(kind, { database: here.database });
  });
  afterAll(async () => {
    await there.stop();
    await here.stop();
  });

  async function open() {
    const { developer, admin } = await here.organization();
    return {
      developer,
      far: new GraphqlClient(there.url, developer.token),
      farAdmin: new GraphqlClient(there.url, admin.token),
    };
  }

  it("with the same input is done once, and both get the same", async () => {
    const { developer, far } = await open();
    for (let round = 0; round < ROUNDS; round++) {
      const { id } = await developer.createApplication();
      const input = { oauthApplicationId: id, idempotencyKey: newKey(), expectedVersion: 1 };
      const both = [issue(developer, "rotateSecret", input), issue(far, "rotateSecret", input)];
      const [one, other] = (await Promise.all(both)).map(payloadOf);
      expect([one.replayed, other.replayed].sort()).toEqual([false, true]);
      expect(one.clientSecret).toBe(other.clientSecret);
      expect((await read(developer, id, "version")).version).toBe(2);
    }
  });

  it("with two inputs is done for one of them, and CONFLICT for the other", async () => {
    const { developer, far } = await open();
    for (let round = 0; round < ROUNDS; round++) {
      const ids = [(await developer.createApplication()).id, (await developer.createApplication()).id];
      const idempotencyKey = newKey();
      const answers = await Promise.all(
        [developer, far].map((client, n) =>
          issue(client, "rotateSecret", { oauthApplicationId: ids[n], idempotencyKey }),
        ),
      );
      expect(answers.flatMap(({ errors }) => errors.map(({ extensions }) => extensions.rule))).toEqual(["otherInput"]);
      const versions = await Promise.all(ids.map(async (id) => (await read(developer, id, "version")).version));
      expect(versions.sort()).toEqual([1, 2]);
    }
  });

  it("with the end of its application leaves no plaintext, whichever comes first", async () => {
    const { developer, farAdmin } = await open();
    for (let round = 0; round < ROUNDS; round++) {
      const { id } = await developer.createApplication();
      const input = { oauthApplicationId: id, idempotencyKey: newKey() };
      const [rotated, removed] = await Promise.all([
        issue(developer, "rotateSecret", input),
        remove(farAdmin, { oauthApplicationId: id }),
      ]);
      expect(removed.errors).toEqual([]);
      if (rotated.errors.length > 0) expect(refusalOf(rotated)).toEqual({ code: "NOT_FOUND" });
      expect(refusalOf(await issue(developer, "rotateSecret", input))).toEqual({ code: "NOT_FOUND" });
      const kept = `SELECT 1 FROM kept_answers WHERE oauth_application_id = '${id}' AND sealed IS NOT NULL`;
      expect(await here.database.query(kept)).toEqual([]);
    }
  });
});

describe.each(DATABASE_KINDS)("a request with a key whose COMMIT gets no answer, on %s", (kind) => {
  let gateway: SilentGateway;

  beforeAll(async () => {
    gateway = await startSilentGateway(kind);
  });
  afterAll(() => gateway.stop());

  it.each(LOST_COMMITS)(
    "is refused, and done once when it comes again, lost $when COMMIT",
    async ({ when, isDone }) => {
      const { developer, admin } = await gateway.organization();
      const { id } = await developer.createApplication();
      const keys = [newKey(), newKey(), newKey()];
      const requests = [
        () => issue(developer, "rotateSecret", { oauthApplicationId: id, idempotencyKey: keys[0] }),
        () => issue(developer, "createOAuthApplication", { name: "Shop", idempotencyKey: keys[1] }),
        () => issue(admin, "createApiToken", { name: "CI", role: "VIEWER", idempotencyKey: keys[2] }),
      ];
      for (const request of requests) {
        await gateway.loseCommit("kept_answers", when);
        expect((await request()).errors).toHaveLength(1);
        const { replayed, clientSecret, token } = payloadOf(await request());
        expect(replayed).toBe(isDone);
        expect(clientSecret ?? token).toMatch(/^og/);
      }
      expect((await read(developer, id, "version")).version).toBe(2);
      expect((await developer.ok("{ oauthApplications { totalCount } }")).oauthApplications.totalCount).toBe(2);
    },
  );
});
