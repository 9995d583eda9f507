import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Database } from "../../src/database/database.js";
import { proxyTo } from "../support/databases/database-proxy.js";
import { createMigratedDatabase, DATABASE_KINDS, type TestDatabase } from "../support/databases/databases.js";
import { stopDurations } from "../support/gateway/durations.js";
import { startTestGateway, type TestGateway } from "../support/gateway/gateway.js";
import { exchange, sendRaw } from "../support/gateway/http-exchange.js";

describe.each(DATABASE_KINDS)("/health/ready on %s", (kind) => {
  let gateway: TestGateway;
  let looks = 0;
  const { ping } = Database.prototype;

  beforeAll(async () => {
    Database.prototype.ping = function () {
      looks++;
      return ping.call(this);
    };
    gateway = await startTestGateway(kind, { env: { RATE_LIMIT_PER_MINUTE: "1" } });
  });
  afterAll(async () => {
    Database.prototype.ping = ping;
    await gateway.stop();
  });

  it("asks the database once a second, however many ask it, and refuses none of them", async () => {
    looks = 0;
    const durations = stopDurations();
    const probe = (connection: string) => `GET /health/ready HTTP/1.1\r\nHost: a\r\nConnection: ${connection}\r\n\r\n`;
    const probes = probe("keep-alive").repeat(100) + probe("close");
    const answers = (await Promise.all([1, 2, 3].map(() => sendRaw(gateway.url, probes)))).flat();
    expect(answers).toHaveLength(303);
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect(looks).toBe(1);
    // One more than a second: a sum of fractions can be a little less.
    durations.advance(1001);
    await sendRaw(gateway.url, probe("close"));
    expect(looks).toBe(2);
  });
});

describe("/health/ready in an outage", () => {
  let database: TestDatabase;
  let proxy: Awaited<ReturnType<typeof proxyTo>>;
  let gateway: TestGateway;

  beforeAll(async () => {
    database = await createMigratedDatabase("postgres");
    proxy = await proxyTo(database);
    gateway = await startTestGateway("postgres", { database: proxy.database });
  });
  afterAll(async () => {
    await gateway.stop();
    await proxy.cut();
    await database.drop();
  });

  it("turns to 503 and back while it is asked all the time", async () => {
    const ready = async () => (await exchange(`${gateway.url}/health/ready`)).status;
    expect(await ready()).toBe(200);
    await proxy.cut();
    await expect.poll(ready, { interval: 10 }).toBe(503);
    await proxy.mend();
    await expect.poll(ready, { interval: 10 }).toBe(200);
  });
});
