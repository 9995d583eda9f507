import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createDatabase, type TestDatabase } from "../support/databases/databases.js";
import { GraphqlClient } from "../support/gateway/graphql-client.js";
import { exchange, postGraphql } from "../support/gateway/http-exchange.js";
import { type GatewayProcess, startGatewayProcess } from "../support/processes/gateway-process.js";
import { firstOwnerToken } from "../support/processes/owner-token.js";

describe.each(["info", "trace"])("the log at LOG_LEVEL=%s", (level) => {
  let database: TestDatabase;
  let gateway: GatewayProcess;
  let owner: GraphqlClient;

  beforeAll(async () => {
    database = await createDatabase("sqlite");
    gateway = await startGatewayProcess({ ...database.env, LOG_LEVEL: level });
    owner = new GraphqlClient(gateway.url, await firstOwnerToken(gateway));
  });
  afterAll(async () => {
    await gateway.kill("SIGKILL");
    await database.drop();
  });

  const linesOf = (text: string): Record<string, unknown>[] =>
    text
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));

  it("is JSON lines on stderr, one a request, and says who asked for what and how it went", async () => {
    const { headers } = await owner.send("{ viewer { actor { id } } }");
    const { data } = await owner.send("{ viewer { actor { id } } }");
    const requestId = headers.get("x-request-id");
    const lines = linesOf(gateway.stderr()).filter((line) => line.requestId === requestId);
    expect(lines).toEqual([
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
    // The last request's line is written when it is answered, so after one more all are there.
    await owner.ok("{ __typename }");
    const log = gateway.stderr();
    const secrets = [owner.token, application.clientSecret, data.rotateSecret.clientSecret, "Telltale", "VGVsbHRhbGU="];
    for (const secret of secrets) expect(log).not.toContain(secret);
    expect(log).not.toMatch(/authorization|og[cst]_[0-9A-Za-z]{10}/i);
    expect(linesOf(log).length).toBeGreaterThan(8);
  });
});
