import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { newKey as newServerKey, replaceKeyFile } from "../../src/key-file.js";
import type { KeptAnswers } from "../../src/services/answers/kept-answers.js";
import type { KeyList } from "../../src/services/keys/secret-keys.js";
import { createMigratedDatabase, DATABASE_KINDS } from "../support/databases/databases.js";
import { LOST_COMMITS } from "../support/databases/silent-commit.js";
import { contractOrganization } from "../support/dialects/contracts/contract-organization.js";
import { CONTRACTS } from "../support/dialects/contracts/contracts.js";
import { startTestGateway, type TestGateway } from "../support/gateway/gateway.js";
import { type Answer, GraphqlClient } from "../support/gateway/graphql-client.js";
import { haveTime } from "../support/gateway/have-time.js";
import { type SilentGateway, startSilentGateway } from "../support/gateway/silent-gateway.js";
import { basic, createClient, postForm } from "../support/oauth/oauth-endpoints.js";
import { read, refusalOf, remove } from "../support/organization/oauth-applications.js";
import { issue, newKey, payloadOf } from "../support/organization/repeated-requests.js";

const ROUNDS = 3;

const IN_DOUBT =
  "The database did not confirm the change. It may have been done: send the same request again with its idempotency key, and it is done once.";

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
        const { errors } = await request();
        expect(errors.map(({ message, extensions }) => ({ message, extensions }))).toEqual([
          { message: IN_DOUBT, extensions: { code: "SERVICE_UNAVAILABLE" } },
        ]);
        const { replayed, clientSecret, token } = payloadOf(await request());
        expect(replayed).toBe(isDone);
        expect(clientSecret ?? token).toMatch(/^og/);
      }
      expect((await read(developer, id, "version")).version).toBe(2);
      expect((await developer.ok("{ oauthApplications { totalCount } }")).oauthApplications.totalCount).toBe(2);
    },
  );

  it("says so to an application that rotates itself, which then gets its answer", async () => {
    const { owner } = await gateway.organization();
    const { id, clientId, clientSecret } = await createClient(owner, { selfRotationEnabled: true });
    const headers = { authorization: basic(clientId, clientSecret), "idempotency-key": newKey() };
    const ask = () => postForm(`${gateway.url}/oauth/client_secret`, {}, headers);
    await gateway.loseCommit("kept_answers", "after");
    expect(await ask()).toMatchObject({ status: 503, json: { error_description: IN_DOUBT } });
    expect(await ask()).toMatchObject({ status: 200, json: { client_secret: expect.stringMatching(/^ogs_/) } });
    expect((await read(owner, id, "version")).version).toBe(2);
  });

  it.each(CONTRACTS)("says so in $dialect, whose client may repeat it by itself", async (contract) => {
    const { application, as, id, admin } = await contractOrganization(gateway, contract);
    const { key, id: applicationId } = await application();
    const [{ method, path, body }] = contract.rotations;
    const rotate = (idempotencyKey: string) =>
      as("admin").request(method, path(id, key), {
        ...(body ? { body: body(key) } : {}),
        headers: { "idempotency-key": idempotencyKey },
      });
    const idempotencyKey = newKey();
    await gateway.loseCommit("kept_answers", "after");
    const answer = await rotate(idempotencyKey);
    expect([answer.status, answer.headers.get("x-should-retry")]).toEqual([503, null]);
    expect(JSON.stringify(answer.body)).toContain(IN_DOUBT);
    expect((await rotate(idempotencyKey)).headers.get("idempotency-replayed")).toBe("true");
    expect((await read(admin, applicationId, "secrets { id }")).secrets).toHaveLength(2);
  });
});

describe.each(DATABASE_KINDS)("a key at two gateways whose server key is replaced meanwhile, on %s", (kind) => {
  it("is used once, though the other has kept its answer under a server key that this one did not know", async () => {
    const database = await createMigratedDatabase(kind);
    const folder = await mkdtemp(join(tmpdir(), "gateway-keys-"));
    const path = join(folder, "keys");
    let keys: KeyList = [newServerKey()];
    await replaceKeyFile(path, keys);
    const env = { SECRET_KEYS: "", SECRET_KEYS_FILE: path };
    const here = await startTestGateway(kind, { database, env });
    const there = await startTestGateway(kind, { database, env });
    const { developer, admin } = await here.organization();
    const far = new GraphqlClient(there.url, developer.token);
    const { id } = await developer.createApplication();
    const requests: ((client: GraphqlClient) => Promise<Answer>)[] = [
      (client) => issue(client, "rotateSecret", { ...rotation, oauthApplicationId: id }),
      (client) => issue(client, "createOAuthApplication", creation),
    ];
    const [rotation, creation] = [{ idempotencyKey: newKey() }, { name: "Shop", idempotencyKey: newKey() }];
    const answers: KeptAnswers = Reflect.get(here.gateway.services.secretRotations, "answers");
    for (const request of requests) {
      // After the first look for an answer, and before the turn of those with the same key.
      let first: Answer | undefined;
      const find = vi
        .spyOn(answers as unknown as { find(): Promise<null> }, "find")
        .mockImplementationOnce(async () => {
          keys = [newServerKey(), ...keys];
          await replaceKeyFile(path, keys);
          first = await request(far);
          return null;
        });
      const again = payloadOf(await request(developer));
      expect(find).toHaveBeenCalledTimes(2);
      expect(again).toEqual({ ...payloadOf(first as Answer), replayed: true });
      expect(again.clientSecret).toMatch(/^ogs_/);
      find.mockRestore();
    }
    expect((await read(developer, id, "version")).version).toBe(2);
    expect((await admin.ok("{ oauthApplications { totalCount } }")).oauthApplications.totalCount).toBe(2);
    await there.stop();
    await here.stop();
    await rm(folder, { recursive: true });
    await database.drop();
  });
});
