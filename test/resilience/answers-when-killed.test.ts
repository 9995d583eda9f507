import { afterEach, describe, expect, it } from "vitest";
import { startLossyProxy } from "../support/clients/lossy-proxy.js";
import { createDatabase, DATABASE_KINDS, type TestDatabase } from "../support/databases/databases.js";
import { brokenRows } from "../support/databases/integrity.js";
import { read } from "../support/organization/oauth-applications.js";
import { issue, newKey, payloadOf } from "../support/organization/repeated-requests.js";
import { type GatewayProcess, startGatewayProcess } from "../support/processes/gateway-process.js";
import { organizationAt } from "../support/processes/process-organization.js";

describe.each(DATABASE_KINDS)("a gateway on %s that is killed between COMMIT and the answer", (kind) => {
  let database: TestDatabase;
  let gateway: GatewayProcess;

  afterEach(async () => {
    await gateway.kill("SIGKILL");
    await database.drop();
  });

  it("gives the answer after its next start to whoever asks again by the key, and has done it once", async () => {
    database = await createDatabase(kind);
    const { owner } = await organizationAt(database.env);
    gateway = await startGatewayProcess(database.env);
    const { id, clientId } = await owner(gateway.url).createApplication();
    const proxy = await startLossyProxy(gateway.url);
    const rotation = { oauthApplicationId: id, idempotencyKey: newKey() };
    const creation = { name: "Shop", idempotencyKey: newKey() };
    proxy.lose(2);
    const lost = await Promise.allSettled([
      issue(owner(proxy.url), "rotateSecret", rotation),
      issue(owner(proxy.url), "createOAuthApplication", creation),
    ]);
    expect(lost.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
    await gateway.kill("SIGKILL");
    await proxy.close();

    gateway = await startGatewayProcess(database.env);
    const client = owner(gateway.url);
    const rotated = payloadOf(await issue(client, "rotateSecret", rotation));
    expect(rotated).toMatchObject({ replayed: true, oauthApplication: { version: 2 } });
    expect(await client.verify(clientId, rotated.clientSecret)).toMatchObject({ active: true });
    const created = payloadOf(await issue(client, "createOAuthApplication", creation));
    expect(created).toMatchObject({ replayed: true, clientSecret: expect.stringMatching(/^ogs_/) });
    expect((await read(client, id, "secrets { id }")).secrets).toHaveLength(2);
    expect((await client.ok("{ oauthApplications { totalCount } }")).oauthApplications.totalCount).toBe(2);
    expect(await brokenRows(database)).toEqual([]);
  });
});
