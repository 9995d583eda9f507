import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startLossyProxy } from "../support/clients/lossy-proxy.js";
import { createMigratedDatabase, type TestDatabase } from "../support/databases/databases.js";
import { brokenRows } from "../support/databases/integrity.js";
import { GraphqlClient } from "../support/gateway/graphql-client.js";
import { outcomes, plaintexts } from "../support/gateway/outcomes.js";
import { patiently, type Refusable } from "../support/gateway/patience.js";
import { basic, type Client, createClient, postForm } from "../support/oauth/oauth-endpoints.js";
import { revokeToken, spawnTokens } from "../support/oauth/token-race.js";
import { listEvents } from "../support/organization/audit-events.js";
import { issue, newKey, payloadOf } from "../support/organization/repeated-requests.js";
import { type GatewayProcess, startGatewayProcess } from "../support/processes/gateway-process.js";
import { organizationAt } from "../support/processes/process-organization.js";

describe("two gateways on one PostgreSQL", () => {
  let database: TestDatabase;
  let gateways: [GatewayProcess, GatewayProcess];
  let clients: [GraphqlClient, GraphqlClient];

  beforeAll(async () => {
    database = await createMigratedDatabase("postgres");
    const { owner } = await organizationAt(database.env);
    gateways = await Promise.all([startGatewayProcess(database.env), startGatewayProcess(database.env)]);
    clients = [owner(gateways[0].url), owner(gateways[1].url)];
  });
  afterAll(async () => {
    await Promise.all(gateways.map((gateway) => gateway.kill("SIGKILL")));
    await database.drop();
  });

  /** Fifty at once, every second one on the other gateway. */
  const race = <T extends Refusable>(send: (client: GraphqlClient) => Promise<T>) =>
    Promise.all(Array.from({ length: 50 }, (_, number) => patiently(() => send(clients[number % 2] as GraphqlClient))));

  it("let one of 50 racing EXPIRE rotations win, and both know the winner", async () => {
    const { id, clientId, clientSecret } = await clients[0].createApplication();
    const answers = await race((client) => client.rotate(id));
    expect(outcomes(answers)).toEqual({ OK: 1, CONFLICT: 49 });
    for (const client of clients) {
      expect((await client.verify(clientId, plaintexts(answers)[0] ?? "")).secret?.status).toBe("CURRENT");
      expect((await client.verify(clientId, clientSecret ?? "")).secret?.status).toBe("PREVIOUS");
    }
  });

  it("leave one usable secret after 50 racing REVOKE rotations, one that was handed out", async () => {
    const { id, clientId } = await clients[0].createApplication();
    const answers = await race((client) => client.rotate(id, { previousSecret: "REVOKE" }));
    expect(outcomes(answers)).toEqual({ OK: 50 });
    for (const client of clients) {
      const usable = [];
      for (const secret of plaintexts(answers)) if ((await client.verify(clientId, secret)).active) usable.push(secret);
      expect(usable).toHaveLength(1);
    }
  });

  it("see each other's rotations at once", async () => {
    const [one, other] = clients;
    const { id, clientId, clientSecret } = await one.createApplication();
    let last = clientSecret ?? "";
    for (let round = 0; round < 10; round++) {
      const [here, there] = round % 2 ? [one, other] : [other, one];
      // Both have just seen the old secret work, as a cache would remember.
      for (const client of clients) expect(await client.verify(clientId, last)).toMatchObject({ active: true });
      const { data } = await here.rotate(id, { previousSecret: "REVOKE" });
      expect(await there.verify(clientId, last)).toEqual({ active: false });
      last = data.rotateSecret.clientSecret;
      expect(await there.verify(clientId, last)).toMatchObject({ active: true });
    }
  });

  it("keep all of 50 concurrent registrations, each readable on the other gateway", async () => {
    const register = (number: number) => (clients[number % 2] as GraphqlClient).createApplication({ name: "Spread" });
    const created = await Promise.all(Array.from({ length: 50 }, (_, number) => register(number)));
    for (const client of clients) {
      const { oauthApplications } = await client.ok(
        `{ oauthApplications(first: 100, filter: { query: "spread" }) { nodes { id } } }`,
      );
      const seen = oauthApplications.nodes.map(({ id }: { id: string }) => id);
      expect(new Set(seen)).toEqual(new Set(created.map(({ id }) => id)));
    }
    expect(await brokenRows(database)).toEqual([]);
  });

  describe("when a request comes by its idempotency key", () => {
    const ROUNDS = 3;

    /** How an application asks a gateway for a secret of its own. */
    const asks =
      ({ clientId, clientSecret }: Client, key = newKey()) =>
      (url: string) =>
        postForm(
          `${url}/oauth/client_secret`,
          {},
          { authorization: basic(clientId, clientSecret), "idempotency-key": key },
        );
    const recorded = async (id: string) => (await listEvents(clients[0], { targetId: id })).map(({ action }) => action);

    it("to both at once, do it once and answer the same", async () => {
      for (let round = 0; round < ROUNDS; round++) {
        const { id } = await clients[0].createApplication();
        const rotation = { oauthApplicationId: id, idempotencyKey: newKey(), expectedVersion: 1 };
        const creation = { name: `Shop ${round}`, idempotencyKey: newKey() };
        const client = await createClient(clients[0], { selfRotationEnabled: true });
        const ask = asks(client);
        const [rotations, creations, own] = await Promise.all([
          Promise.all(clients.map((one) => issue(one, "rotateSecret", rotation))),
          Promise.all(clients.map((one) => issue(one, "createOAuthApplication", creation))),
          Promise.all(gateways.map(({ url }) => ask(url))),
        ]);
        for (const answers of [rotations, creations]) {
          const [one, other] = answers.map(payloadOf);
          expect([one.replayed, other.replayed].sort()).toEqual([false, true]);
          expect(one.clientSecret).toMatch(/^ogs_/);
          expect(other).toEqual({ ...one, replayed: other.replayed });
        }
        expect(own.map(({ headers }) => headers.has("idempotency-replayed")).sort()).toEqual([false, true]);
        expect(own.map(({ status, json }) => ({ status, json }))).toEqual([
          { status: 200, json: own[0]?.json },
          { status: 200, json: own[0]?.json },
        ]);
        expect(await recorded(id)).toEqual(["client_secret.rotated", "oauth_application.created"]);
        expect(await recorded(client.id)).toEqual(["client_secret.rotated", "oauth_application.created"]);
        const { oauthApplications } = await clients[0].ok(
          `{ oauthApplications(filter: { query: "Shop ${round}" }) { totalCount } }`,
        );
        expect(oauthApplications.totalCount).toBe(1);
      }
    });

    it("to one that is killed before its answer arrives, answer from the other, and have done it once", async () => {
      const { id, clientId } = await clients[0].createApplication();
      const client = await createClient(clients[0], { selfRotationEnabled: true });
      const rotation = { oauthApplicationId: id, idempotencyKey: newKey() };
      const creation = { name: `Killed ${randomUUID()}`, idempotencyKey: newKey() };
      const ask = asks(client);
      const doomed = await startGatewayProcess(database.env);
      const proxy = await startLossyProxy(doomed.url);
      proxy.lose(3);
      const far = new GraphqlClient(proxy.url, clients[0].token);
      const lost = await Promise.allSettled([
        issue(far, "rotateSecret", rotation),
        issue(far, "createOAuthApplication", creation),
        ask(proxy.url),
      ]);
      await doomed.kill("SIGKILL");
      await proxy.close();
      expect(lost.map(({ status }) => status)).toEqual(["rejected", "rejected", "rejected"]);

      const rotated = payloadOf(await issue(clients[1], "rotateSecret", rotation));
      expect(rotated).toMatchObject({ replayed: true, oauthApplication: { version: 2 } });
      expect(await clients[0].verify(clientId, rotated.clientSecret)).toMatchObject({ active: true });
      const created = payloadOf(await issue(clients[1], "createOAuthApplication", creation));
      expect(created).toMatchObject({ replayed: true, clientSecret: expect.stringMatching(/^ogs_/) });
      const own = await ask(gateways[1].url);
      expect(own.headers.get("idempotency-replayed")).toBe("true");
      expect(await clients[0].verify(client.clientId, own.json.client_secret)).toMatchObject({ active: true });
      for (const one of [id, client.id]) {
        expect((await recorded(one)).filter((action) => action === "client_secret.rotated")).toHaveLength(1);
      }
      expect(await brokenRows(database)).toEqual([]);
    });
  });

  it("let no token survive that is issued on one while its issuer is revoked on the other", async () => {
    const [here, there] = clients;
    for (let round = 0; round < 4; round++) {
      const [parent] = await spawnTokens(here, 1);
      if (!parent) throw new Error("no parent");
      const issuers = clients.map(({ url }) => new GraphqlClient(url, parent.token));
      const [issued, revoked] = await Promise.all([
        Promise.all(issuers.map((issuer) => spawnTokens(issuer, 10, (client) => spawnTokens(client, 2)))),
        // Every round leaves the issuing a little more time.
        new Promise((resolve) => setTimeout(resolve, round * 10)).then(() => revokeToken(there, parent.id)),
      ]);
      expect(revoked.errors).toEqual([]);
      for (const { token } of [parent, ...issued.flat()]) {
        const { errors } = await new GraphqlClient(here.url, token).send("{ viewer { role } }");
        expect(errors[0]?.extensions.code).toBe("UNAUTHENTICATED");
      }
    }
  });
});
