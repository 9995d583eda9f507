import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { contractOrganization, expectRefused } from "../support/dialects/contracts/contract-organization.js";
import { CONTRACTS } from "../support/dialects/contracts/contracts.js";
import { dialectClient } from "../support/dialects/dialects.js";
import { openapiOf } from "../support/dialects/openapi.js";
import { startTestGateway, type TestGateway } from "../support/gateway/gateway.js";

const LIMIT = 3;

describe.each(CONTRACTS)("$dialect under a rate limit", (contract) => {
  let gateway: TestGateway;

  beforeAll(async () => {
    gateway = await startTestGateway("sqlite", { env: { RATE_LIMIT_PER_MINUTE: String(LIMIT) } });
    await openapiOf(gateway.url);
  });
  afterAll(() => gateway.stop());

  it("answers 429 with the seconds to wait to whoever asks too often, and to nobody else", async () => {
    const { as, call } = await contractOrganization(gateway, contract);
    for (let n = 0; n < LIMIT; n++) expect((await call(contract.list, "", as("developer"))).status).toBe(200);
    const answer = await call(contract.list, "", as("developer"));
    const message = expectRefused(contract, answer, { status: 429 });
    const seconds = Number(answer.headers.get("retry-after"));
    expect(seconds).toBeGreaterThan(0);
    expect(seconds).toBeLessThanOrEqual(60);
    expect(Number.isInteger(seconds)).toBe(true);
    expect(message).toContain(String(seconds));
    expect((await call(contract.list, "", as("owner"))).status).toBe(200);
  });

  it("counts a creation that is refused for it, and registers nothing", async () => {
    const { as, call } = await contractOrganization(gateway, contract);
    const create = (n: number) =>
      call({ ...contract.create, body: () => contract.creation(`Shop ${n}`) }, "", as("developer"));
    for (let n = 0; n < LIMIT; n++) expect((await create(n)).status).toBe(contract.create.status);
    expectRefused(contract, await create(LIMIT), { status: 429 });
    const { body } = await call(contract.list, "", as("owner"));
    expect(contract.list.applicationsOf(body)).toHaveLength(LIMIT);
  });

  it("answers 429 to an address that tries tokens", async () => {
    const { id } = await gateway.organization();
    const tokens = Array.from({ length: 10 }, (_, n) => `guess-${n}`);
    const statuses = [];
    for (const token of tokens) {
      const answer = await dialectClient(gateway.url, token).request("GET", contract.list.path(id, ""));
      statuses.push(answer.status);
      if (answer.status === 429) {
        expectRefused(contract, answer, { status: 429 });
        expect(answer.headers.get("retry-after")).toMatch(/^[1-9]\d?$/);
      }
    }
    // The description was asked for by the same address.
    expect(statuses.filter((status) => status === 401).length).toBeLessThan(LIMIT);
    expect(statuses.filter((status) => status === 429).length).toBeGreaterThan(10 - LIMIT);
  });
});
