import { Client } from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createPostgres, type TestDatabase } from "../support/databases/databases.js";
import { brokenRows } from "../support/databases/integrity.js";
import { type Cluster, startCluster } from "../support/databases/postgres-cluster.js";
import type { Answer, CreatedApplication, GraphqlClient } from "../support/gateway/graphql-client.js";
import { type GatewayProcess, startGatewayProcess } from "../support/processes/gateway-process.js";
import { organizationAt } from "../support/processes/process-organization.js";

const CREATE =
  'mutation { createOAuthApplication(input: { name: "Survivor" }) { clientSecret oauthApplication { id clientId } } }';
const INSIDE =
  /select |insert |update |begin|\brelation\b|\block|127\.0\.0\.1|ECONN|pg_|postgres|typeorm|terminat|timeout|\.[jt]s\b|\n\s+at /i;

describe("a gateway whose PostgreSQL", () => {
  let cluster: Cluster;
  let database: TestDatabase;
  let gateway: GatewayProcess;
  let client: GraphqlClient;

  beforeAll(async () => {
    cluster = await startCluster();
    database = await createPostgres(cluster.url);
    const { owner } = await organizationAt(database.env);
    gateway = await startGatewayProcess(database.env);
    client = owner(gateway.url);
  });
  afterAll(async () => {
    await gateway.kill("SIGKILL");
    await cluster.remove();
  });

  const health = async (path: string) => {
    const response = await fetch(`${gateway.url}/health/${path}`);
    return { status: response.status, text: await response.text() };
  };
  const failed = ({ errors }: Answer) => errors.length > 0;
  /** A failure tells that it is worth trying again, and nothing more. */
  const expectMasked = (answer: Answer) => {
    expect(answer.errors[0]?.extensions.code).toBe("SERVICE_UNAVAILABLE");
    expect(answer.text).not.toMatch(INSIDE);
  };

  it("goes away or crashes under load lives, says so without showing its inside, and serves again soon", async () => {
    const answers: Answer[] = [];
    let running = true;
    const write = async () => {
      while (running) answers.push(await client.send(CREATE));
    };
    const writing = Promise.all(Array.from({ length: 8 }, write));
    const goAway = async () => {
      for (const end of [cluster.stop, cluster.crash]) {
        const goodBefore = answers.length;
        await expect
          .poll(() => answers.slice(goodBefore).filter((answer) => !failed(answer)).length)
          .toBeGreaterThan(8);
        await end();
        const failures = answers.filter(failed).length;
        await expect.poll(() => answers.filter(failed).length).toBeGreaterThan(failures + 100);
        await expect.poll(async () => (await health("ready")).status).toBe(503);
        expect((await health("ready")).text).not.toMatch(INSIDE);
        expect(await health("live")).toEqual({ status: 200, text: '{"status":"ok"}' });
        await cluster.start();
        let asked = 0;
        const serves = async () => {
          asked += 1;
          return !failed(await client.send(CREATE)) && (await health("ready")).status === 200;
        };
        await expect.poll(serves).toBe(true);
        // Asked every 50 ms, that is 5 s on a machine that is idle.
        expect(asked).toBeLessThan(100);
      }
    };
    try {
      // Writers end by themselves only when they get no answer.
      await Promise.race([goAway(), writing]);
    } finally {
      running = false;
      await writing;
    }

    expect(gateway.child.exitCode).toBeNull();
    answers.filter(failed).forEach(expectMasked);
    const acknowledged = answers.filter((answer) => !failed(answer)).map(({ data }) => data.createOAuthApplication);
    const kept = new Set((await database.query("SELECT id FROM oauth_applications")).map(({ id }) => id));
    expect(acknowledged.filter(({ oauthApplication }) => !kept.has(oauthApplication.id))).toEqual([]);
    expect(await brokenRows(database)).toEqual([]);
    for (const { clientSecret, oauthApplication } of acknowledged.slice(-20)) {
      expect(await client.verify(oauthApplication.clientId, clientSecret)).toMatchObject({ active: true });
    }
  });

  /** Holds a table against everyone while `work` runs. */
  const locked = async <T>(table: string, work: () => Promise<T>): Promise<T> => {
    const holder = new Client({ connectionString: database.url });
    await holder.connect();
    try {
      await holder.query("BEGIN");
      await holder.query(`LOCK TABLE ${table} IN ACCESS EXCLUSIVE MODE`);
      return await work();
    } finally {
      await holder.end();
    }
  };
  it.each(["api_tokens", "oauth_applications"])(
    "holds %s locked answers all of 60 requests all the same, and recovers",
    async (table) => {
      const before: CreatedApplication[] = [];
      for (let number = 0; number < 3; number++) before.push(await client.createApplication());
      const send = [
        () => client.send(CREATE),
        () => client.send("{ oauthApplications(first: 1) { nodes { id } } }"),
        () => client.rotate(before[0]?.id ?? ""),
      ];
      // All of them are answered before the table is let go.
      const answers = await locked(table, () =>
        Promise.all(Array.from({ length: 60 }, (_, number) => (send[number % 3] as () => Promise<Answer>)())),
      );
      answers.forEach(expectMasked);

      expect(failed(await client.send(CREATE))).toBe(false);
      expect((await health("ready")).status).toBe(200);
      for (const { clientId, clientSecret } of before) {
        expect((await client.verify(clientId, clientSecret ?? "")).secret?.status).toBe("CURRENT");
      }
      expect(await brokenRows(database)).toEqual([]);
    },
  );

  it("has every connection waiting for a lock answers whether it lives and is ready", async () => {
    await locked("api_tokens", async () => {
      const waiting = Array.from({ length: 60 }, () => client.send("{ viewer { role } }"));
      expect((await health("live")).status).toBe(200);
      expect([200, 503]).toContain((await health("ready")).status);
      for (const answer of await Promise.all(waiting)) expectMasked(answer);
    });
    expect((await client.send("{ viewer { role } }")).errors).toEqual([]);
  });
});
