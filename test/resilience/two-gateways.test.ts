import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createMigratedDatabase, type TestDatabase } from "../support/databases/databases.js";
import { brokenRows } from "../support/databases/integrity.js";
import { GraphqlClient } from "../support/gateway/graphql-client.js";
import { outcomes, plaintexts } from "../support/gateway/outcomes.js";
import { patiently, type Refusable } from "../support/gateway/patience.js";
import { revokeToken, spawnTokens } from "../support/oauth/token-race.js";
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
