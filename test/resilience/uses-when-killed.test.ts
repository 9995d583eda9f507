import { afterEach, describe, expect, it } from "vitest";
import { createMigratedDatabase, DATABASE_KINDS, type TestDatabase } from "../support/databases/databases.js";
import type { GraphqlClient } from "../support/gateway/graphql-client.js";
import { type GatewayProcess, startGatewayProcess } from "../support/processes/gateway-process.js";
import { organizationAt } from "../support/processes/process-organization.js";

/** Uses that are written before the gateway is killed, and those that it has only just answered. */
const WRITTEN = 5;
const FRESH = 3;

describe.each(DATABASE_KINDS)("a gateway on %s that is killed while secrets are used", (kind) => {
  let database: TestDatabase;
  let gateway: GatewayProcess | undefined;

  afterEach(async () => {
    if (gateway?.child.exitCode === null) await gateway.kill("SIGKILL");
    await database.drop();
  });

  it("keeps every use that it has written, forgets at most those of its last second, and counts on from there", async () => {
    database = await createMigratedDatabase(kind);
    const { owner } = await organizationAt(database.env);
    gateway = await startGatewayProcess(database.env);
    const before = owner(gateway.url);
    const { id, clientId, clientSecret } = await before.createApplication();
    const use = async (client: GraphqlClient, times: number) => {
      for (let time = 0; time < times; time++) {
        expect(await client.verify(clientId, clientSecret ?? "")).toMatchObject({ active: true });
      }
    };
    const noted = async (client: GraphqlClient) => {
      const asked = `{ oauthApplication(id: "${id}") { secrets { useCount firstUsedAt lastUsedAt usedFrom { count } } } }`;
      return (await client.ok(asked)).oauthApplication.secrets[0];
    };
    // What is written is in the file or at the server, whatever becomes of the process.
    const written = async () => Number((await database.query("SELECT use_count FROM client_secrets"))[0]?.use_count);

    await use(before, WRITTEN);
    await expect.poll(written).toBe(WRITTEN);
    const { firstUsedAt, lastUsedAt } = await noted(before);
    await use(before, FRESH);
    await gateway.kill("SIGKILL");

    const kept = await written();
    expect(kept).toBeGreaterThanOrEqual(WRITTEN);
    expect(kept).toBeLessThanOrEqual(WRITTEN + FRESH);
    gateway = await startGatewayProcess(database.env);
    const after = owner(gateway.url);
    const found = await noted(after);
    expect(found).toMatchObject({ useCount: kept, firstUsedAt, usedFrom: [{ count: kept }] });
    expect(Date.parse(found.lastUsedAt)).toBeGreaterThanOrEqual(Date.parse(lastUsedAt));
    await use(after, 1);
    await expect.poll(written).toBe(kept + 1);
  });
});
