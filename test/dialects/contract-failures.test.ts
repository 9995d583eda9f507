import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { proxyTo } from "../support/databases/database-proxy.js";
import { createMigratedDatabase, DATABASE_KINDS } from "../support/databases/databases.js";
import { callsOf, contractOrganization, expectRefused } from "../support/dialects/contracts/contract-organization.js";
import { CONTRACTS } from "../support/dialects/contracts/contracts.js";
import { startTestGateway, type TestGateway } from "../support/gateway/gateway.js";
import { expectNothingOfTheInside } from "../support/gateway/http-exchange.js";

describe.each(DATABASE_KINDS)("on %s", (kind) => {
  let gateway: TestGateway;

  beforeAll(async () => {
    gateway = await startTestGateway(kind);
  });
  afterAll(() => gateway.stop());

  /** Takes a table away while `work` is done. */
  async function without<T>(table: string, work: () => Promise<T>): Promise<T> {
    await gateway.database.query(`ALTER TABLE ${table} RENAME TO gone`);
    try {
      return await work();
    } finally {
      await gateway.database.query(`ALTER TABLE gone RENAME TO ${table}`);
    }
  }

  describe.each(CONTRACTS)("$dialect", (contract) => {
    it.each(callsOf(contract))(
      "masks what nobody foresaw, and logs it under the request's id: %s",
      async (_title, call) => {
        const { application, call: send } = await contractOrganization(gateway, contract);
        const { key } = await application();
        const since = gateway.log().length;
        const answer = await without("oauth_applications", () => send(call, key));
        const message = expectRefused(contract, answer, { status: 500 });
        expect(message).toBe(
          "Internal server error. The operator finds the details in the log under the correlation id.",
        );
        expectNothingOfTheInside(answer.text);
        expect(answer.text).not.toMatch(/oauth_applications|gone/);
        const lines = gateway
          .log()
          .slice(since)
          .split("\n")
          .filter((line) => line.includes('"msg":"unexpected error"'));
        expect(lines).toHaveLength(1);
        expect(lines[0]).toContain(answer.headers.get("x-request-id"));
        expect((await send(contract.get, key)).status).toBe(200);
      },
    );
  });
});

describe("without a database server", () => {
  it.each(CONTRACTS)("$dialect answers 503 with Retry-After, and works again when it is back", async (contract) => {
    const database = await createMigratedDatabase("postgres");
    const proxy = await proxyTo(database);
    const gateway = await startTestGateway("postgres", { database: proxy.database });
    try {
      const { application, call, admin } = await contractOrganization(gateway, contract);
      const { key, clientId, clientSecret } = await application();
      await proxy.cut();
      for (const [title, operation] of callsOf(contract)) {
        const answer = await call(operation, key);
        expectRefused(contract, answer, { status: 503 });
        expect([title, answer.headers.get("retry-after")]).toEqual([title, "1"]);
        expectNothingOfTheInside(answer.text);
      }
      await proxy.mend();
      await expect.poll(async () => (await call(contract.get, key)).status).toBe(200);
      expect((await admin.verify(clientId, clientSecret)).active).toBe(true);
    } finally {
      await proxy.cut();
      await gateway.stop();
      await database.drop();
    }
  });
});
