import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createMigratedDatabase, DATABASE_KINDS, type TestDatabase } from "../support/databases/databases.js";
import type { GraphqlClient } from "../support/gateway/graphql-client.js";
import { patiently } from "../support/gateway/patience.js";
import { createClient, requestToken } from "../support/oauth/oauth-endpoints.js";
import { TokenLoop } from "../support/oauth/token-loop.js";
import { change } from "../support/organization/oauth-applications.js";
import { type GatewayProcess, startGatewayProcess } from "../support/processes/gateway-process.js";
import { onFreePort } from "../support/processes/ports.js";
import { organizationAt } from "../support/processes/process-organization.js";

const CLIENTS = 8;
const ROTATIONS = 50;
/** Behind which a change may have to wait, on a busy machine for too long. */
const LOAD = "clients that ask for tokens";
const GATEWAYS = { sqlite: 1, postgres: 2 };

/** Ends a rotation that nobody needs any more, one way for each policy. */
async function end(owner: GraphqlClient, oauthApplicationId: string, policy: string): Promise<void> {
  const send = () =>
    policy === "KEEP"
      ? change(owner, "completeSecretRotation", { oauthApplicationId, force: true })
      : change(owner, "updateSecretRotation", { oauthApplicationId, overlapSeconds: 0, force: true });
  const { errors } = await patiently(send, LOAD);
  expect(errors).toEqual([]);
}

describe.each(DATABASE_KINDS)(`${ROTATIONS} rotations under load on %s`, (kind) => {
  let database: TestDatabase;
  let gateways: GatewayProcess[];

  beforeAll(async () => {
    database = await createMigratedDatabase(kind);
    gateways = [];
    for (let count = 0; count < GATEWAYS[kind]; count++) {
      gateways.push(
        await onFreePort((port) => startGatewayProcess({ ...database.env, PORT: String(port), LOG_LEVEL: "info" })),
      );
    }
  });
  afterAll(async () => {
    await Promise.all(gateways.map((gateway) => gateway.kill("SIGTERM")));
    await database.drop();
  });

  it("fail not one authentication, and leave no retired secret that works", async () => {
    const urls = gateways.map(({ url }) => url);
    const owner = (await organizationAt(database.env)).owner(urls[0] as string);
    const client = await createClient(owner);
    const loops = Array.from({ length: CLIENTS }, () => new TokenLoop(urls, client.clientId, client.clientSecret));
    const running = Promise.all(loops.map((loop) => loop.run()));
    // Seen at the end, also when it fails before.
    running.catch(() => undefined);
    const retired: string[] = [];
    let secret = client.clientSecret;

    for (let rotation = 0; rotation < ROTATIONS; rotation++) {
      const previousSecret = rotation % 2 === 0 ? "KEEP" : "EXPIRE";
      const rotate = () => owner.rotate(client.id, { previousSecret });
      const { data, errors } = await patiently(rotate, LOAD);
      expect(errors).toEqual([]);
      retired.push(secret);
      secret = data.rotateSecret.clientSecret;
      // Half of them go over at once and the others after one more request, both halves under either policy.
      const isLate = (index: number) => (index + (rotation >> 1)) % 2;
      await Promise.all(loops.map((loop, index) => loop.learn(secret, isLate(index))));
      await end(owner, client.id, previousSecret);
    }
    for (const loop of loops) loop.stop();
    await running;

    expect(loops.flatMap(({ failures }) => failures)).toEqual([]);
    for (const { tokens } of loops) expect(tokens).toBeGreaterThan(ROTATIONS);
    for (const url of urls) {
      const answers = await Promise.all(
        [...retired, secret].map((clientSecret) => requestToken(url, { ...client, clientSecret })),
      );
      expect(answers.map(({ status }) => status)).toEqual([...retired.map(() => 401), 200]);
    }
  });

  it("refuse a secret everywhere as soon as its retirement is answered", async () => {
    const urls = gateways.map(({ url }) => url);
    const owner = (await organizationAt(database.env, "beta")).owner(urls[0] as string);
    const client = await createClient(owner);
    const statuses = async () => {
      const answers = await Promise.all(urls.map((url) => requestToken(url, client)));
      return answers.map(({ status }) => status);
    };
    expect(await statuses()).toEqual(urls.map(() => 200));
    await owner.rotate(client.id, { previousSecret: "REVOKE" });
    expect(await statuses()).toEqual(urls.map(() => 401));
  });
});
