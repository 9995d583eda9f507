import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { proxyTo } from "../support/databases/database-proxy.js";
import { createMigratedDatabase, type TestDatabase } from "../support/databases/databases.js";
import type { GraphqlClient } from "../support/gateway/graphql-client.js";
import { type GatewayProcess, startGatewayProcess } from "../support/processes/gateway-process.js";
import { organizationAt } from "../support/processes/process-organization.js";

describe("a gateway whose PostgreSQL stops at the moment of a login", () => {
  let database: TestDatabase;
  let proxy: Awaited<ReturnType<typeof proxyTo>>;
  let gateway: GatewayProcess;
  let client: GraphqlClient;

  beforeAll(async () => {
    database = await createMigratedDatabase("postgres");
    proxy = await proxyTo(database);
    const { owner } = await organizationAt(proxy.database.env);
    gateway = await startGatewayProcess(proxy.database.env);
    client = owner(gateway.url);
  });
  afterAll(async () => {
    await gateway.kill("SIGKILL");
    await proxy.cut();
    await database.drop();
  });

  it("lives, says that the database does not answer, and serves again after it", async () => {
    proxy.stopping(true);
    await proxy.cut();
    await proxy.mend();
    // Reads, changes and authentication each take a connection that is lost as soon as it is there.
    for (let number = 0; number < 10; number++) {
      const { errors } = await client.send('mutation { createApiToken(input: { name: "A", role: VIEWER }) { token } }');
      expect(errors[0]?.extensions.code).toBe("SERVICE_UNAVAILABLE");
    }
    proxy.stopping(false);
    expect((await client.send("{ viewer { role } }")).errors).toEqual([]);
    expect(gateway.child.exitCode).toBeNull();
  });
});
