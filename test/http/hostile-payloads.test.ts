import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createDatabase, type TestDatabase } from "../support/databases.js";
import { type GatewayProcess, startGatewayProcess } from "../support/gateway-process.js";
import { exchange, expectRefusal, postGraphql } from "../support/http-exchange.js";
import { firstOwnerToken } from "../support/owner-token.js";
import { HOSTILE_DOCUMENTS } from "./hostile-documents.js";

const PATIENCE_MS = 250;
const ATTEMPTS = 3;

// In a process of its own, so that the time it takes is not the time that this process takes.
describe("a hostile document", () => {
  let database: TestDatabase;
  let gateway: GatewayProcess;
  let token: string;

  beforeAll(async () => {
    database = await createDatabase("sqlite");
    gateway = await startGatewayProcess(database.env);
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
    const waits: number[] = [];
    for (let attempt = 0; attempt < ATTEMPTS && !waits.some((wait) => wait < PATIENCE_MS); attempt++) {
      waits.push(await longestWaitBeside(postGraphql(gateway.url, token, body)));
    }
    expect(Math.min(...waits)).toBeLessThan(PATIENCE_MS);
  });

  /** How long other requests wait at most while a request is processed. */
  async function longestWaitBeside(heavy: Promise<unknown>): Promise<number> {
    let processing = true;
    const processed = heavy.finally(() => {
      processing = false;
    });
    let longest = 0;
    do {
      const start = performance.now();
      await exchange(`${gateway.url}/health/ready`);
      longest = Math.max(longest, performance.now() - start);
    } while (processing);
    await processed;
    return longest;
  }
});
