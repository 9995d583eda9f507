import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createMigratedDatabase, type TestDatabase } from "../support/databases/databases.js";
import { expectRefusal, postGraphql } from "../support/gateway/http-exchange.js";
import { metricValue, WITH_METRICS } from "../support/gateway/metrics.js";
import { type GatewayProcess, startGatewayProcess } from "../support/processes/gateway-process.js";
import { firstOwnerToken } from "../support/processes/owner-token.js";
import { HOSTILE_DOCUMENTS } from "./hostile-documents.js";

/** Of the processor's time, which other processes' do not lengthen: nobody is kept waiting for longer by a document. */
const MOST_SECONDS = 0.25;
const ATTEMPTS = 3;

// In a process of its own, so that the time it takes is not the time that this process takes.
describe("a hostile document", () => {
  let database: TestDatabase;
  let gateway: GatewayProcess;
  let token: string;

  beforeAll(async () => {
    database = await createMigratedDatabase("sqlite");
    gateway = await startGatewayProcess({ ...database.env, ...WITH_METRICS });
    token = await firstOwnerToken(gateway);
  });
  afterAll(async () => {
    await gateway.kill("SIGKILL");
    await database.drop();
  });

  it.each(HOSTILE_DOCUMENTS)("is refused when it is %s", async (_name, code, body) => {
    const refused = await postGraphql(gateway.url, token, body);
    const errors = expectRefusal(refused);
    expect([...new Set(errors.map((error) => error.extensions.code))]).toEqual([code]);
    expect(Object.values(JSON.parse(refused.text).data ?? {}).filter((value) => value !== null)).toEqual([]);
  });

  it.each(HOSTILE_DOCUMENTS)("keeps nobody else waiting when it is %s", async (_name, _code, body) => {
    const seconds: number[] = [];
    // What is compiled or collected on the way is not the same every time; what the document costs is.
    while (seconds.length < ATTEMPTS && !seconds.some((spent) => spent < MOST_SECONDS)) {
      const before = await processorSeconds();
      await postGraphql(gateway.url, token, body);
      seconds.push((await processorSeconds()) - before);
    }
    expect(Math.min(...seconds)).toBeLessThan(MOST_SECONDS);
  });

  const processorSeconds = () => metricValue(gateway, "process_cpu_seconds_total");
});
