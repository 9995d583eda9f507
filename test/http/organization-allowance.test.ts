import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Role } from "../../src/model/permission.js";
import { startTestGateway, type TestGateway } from "../support/gateway.js";

const LIMIT = 2;
/** An organization has ten times the allowance of one of its actors. */
const LIMIT_OF_ORGANIZATION = 10 * LIMIT;

describe("the allowance of an organization", () => {
  let gateway: TestGateway;

  beforeAll(async () => {
    gateway = await startTestGateway("sqlite", { env: { RATE_LIMIT_PER_MINUTE: String(LIMIT) } });
  });
  afterAll(() => gateway.stop());

  it("is not raised by issuing tokens, and is its own", async () => {
    const [one, other] = [await gateway.organization(), await gateway.organization()];
    const statuses: number[] = [];
    for (let token = 0; token < LIMIT_OF_ORGANIZATION / LIMIT + 2; token++) {
      const client = await one.client(Role.VIEWER);
      for (let request = 0; request < LIMIT; request++)
        statuses.push((await client.send("{ viewer { role } }")).status);
    }
    expect(statuses).toEqual([...Array(LIMIT_OF_ORGANIZATION).fill(200), ...Array(2 * LIMIT).fill(429)]);
    const refused = await one.owner.send("{ viewer { role } }");
    expect(refused.errors).toMatchObject([{ extensions: { code: "TOO_MANY_REQUESTS" } }]);
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThanOrEqual(1);
    expect((await other.viewer.send("{ viewer { role } }")).status).toBe(200);
  });
});
