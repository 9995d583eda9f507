import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createMigratedDatabase, type TestDatabase } from "../support/databases/databases.js";
import { GraphqlClient } from "../support/gateway/graphql-client.js";
import { exchange, postGraphql } from "../support/gateway/http-exchange.js";
import { type GatewayProcess, startGatewayProcess } from "../support/processes/gateway-process.js";
import { firstOwnerToken } from "../support/processes/owner-token.js";

describe.each(["info", "trace"])("the log at LOG_LEVEL=%s", (level) => {
  let database: TestDatabase;
  let gateway: GatewayProcess;
  let owner: GraphqlClient;

  beforeAll(async () => {
    database = await createMigratedDatabase("sqlite");
    gateway = await startGatewayProcess({ ...database.env, LOG_LEVEL: level });
    owner = new GraphqlClient(gateway.url, await firstOwnerToken(gateway));
  });
  afterAll(async () => {
    await gateway.kill("SIGKILL");
    await database.drop();
  });

  /** The lines that have arrived whole: a request's is written when it is answered, and comes by another way. */
  const lines = (): Record<string, unknown>[] =>
    gateway
      .stderr()
      .split("\n")
      .slice(0, -1)
      .map((line) => JSON.parse(line));
  const linesOf = (requestId: string | null) => lines().filter((line) => line.requestId === requestId);

  it("is JSON lines on stderr, one a request, and says who asked for what and how it went", async () => {
    const { headers, data } = await owner.send("{ viewer { actor { id } } }");
    const requestId = headers.get("x-request-id");
    await expect.poll(() => linesOf(requestId)).toHaveLength(1);
    expect(linesOf(requestId)).toEqual([
      expect.objectContaining({
        level: 30,
        time: expect.any(Number),
        msg: "request",
        method: "POST",
        route: "/graphql",
        status: 200,
        ms: expect.any(Number),
        address: "127.0.0.1",
        actor: data.viewer.actor.id,
      }),
    ]);
  });

  it("holds no credential, no query string and nothing that was sent", async () => {
    const application = await owner.createApplication({ name: "Telltale name" });
    const { data } = await owner.rotate(application.id);
    const guess = `ogt_${"Telltale".repeat(6)}`;
    await postGraphql(gateway.url, guess, "{}");
    await postGraphql(gateway.url, owner.token, '{"query": Telltale', { cookie: "session=Telltale" });
    await postGraphql(gateway.url, null, "{}", { authorization: "Basic VGVsbHRhbGU=", "user-agent": "Telltale" });
    await exchange(`${gateway.url}/graphql?access_token=Telltale`);
    await exchange(`${gateway.url}/Telltale?client_secret=Telltale`);
    await owner.send('{ node(id: "Telltale") { id } }');
    await owner.verify(application.clientId, "Telltale");
    const { headers } = await owner.send("{ __typename }");
    await expect.poll(() => linesOf(headers.get("x-request-id"))).toHaveLength(1);
    const log = gateway.stderr();
    const secrets = [owner.token, application.clientSecret, data.rotateSecret.clientSecret, "Telltale", "VGVsbHRhbGU="];
    for (const secret of secrets) expect(log).not.toContain(secret);
    expect(log).not.toMatch(/authorization|og[cst]_[0-9A-Za-z]{10}/i);
    expect(lines().length).toBeGreaterThan(8);
  });
});
