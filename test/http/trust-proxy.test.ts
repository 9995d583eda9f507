import { describe, expect, it } from "vitest";
import { startTestGateway } from "../support/gateway/gateway.js";
import { expectRefusal, postGraphql } from "../support/gateway/http-exchange.js";

const RENAME = '{"query":"mutation { updateOrganization(input: {name: \\"Renamed\\"}) { organization { name } } }"}';

async function recordedAddress(trustProxy: string, headers: Record<string, string>): Promise<string> {
  const gateway = await startTestGateway("sqlite", { env: { TRUST_PROXY: trustProxy } });
  try {
    const { owner } = await gateway.organization();
    expect((await postGraphql(gateway.url, owner.token, RENAME, headers)).status).toBe(200);
    const data = await owner.ok("{ auditEvents(first: 1) { nodes { action address } } }");
    const [event] = data.auditEvents.nodes;
    expect(event.action).toBe("organization.updated");
    expect(gateway.log()).toContain(`"address":"${event.address}"`);
    return event.address;
  } finally {
    await gateway.stop();
  }
}

describe("TRUST_PROXY", () => {
  it.each([
    ["nobody by default", "", "203.0.113.7", "127.0.0.1"],
    ["not a proxy that is not listed", "10.0.0.0/8, 192.0.2.1", "203.0.113.7", "127.0.0.1"],
    ["a proxy that is listed", "127.0.0.1", "203.0.113.7", "203.0.113.7"],
    ["a proxy in a range that is listed", "127.0.0.0/8", "203.0.113.7", "203.0.113.7"],
    ["only the part that listed proxies wrote", "127.0.0.1", "198.51.100.1, 203.0.113.7", "203.0.113.7"],
    ["a chain of listed proxies", "127.0.0.1, 10.0.0.0/8", "198.51.100.1, 203.0.113.7, 10.1.2.3", "203.0.113.7"],
    ["a proxy that passes IPv6 on", "127.0.0.1", "2001:db8::7", "2001:db8::7"],
  ])("believes %s", async (_name, trustProxy, forwarded, address) => {
    expect(await recordedAddress(trustProxy, { "x-forwarded-for": forwarded })).toBe(address);
  });

  it("does not believe other headers", async () => {
    const headers = { "x-real-ip": "203.0.113.7", forwarded: "for=203.0.113.7", "true-client-ip": "203.0.113.7" };
    expect(await recordedAddress("127.0.0.1", headers)).toBe("127.0.0.1");
  });

  it("does not let a client get around the limit with addresses that it made up", async () => {
    const gateway = await startTestGateway("sqlite", { env: { RATE_LIMIT_PER_MINUTE: "2" } });
    try {
      const statuses: number[] = [];
      for (let index = 0; index < 3; index++) {
        const headers = { "x-forwarded-for": `203.0.113.${index}`, forwarded: `for=203.0.113.${index}` };
        const refused = await postGraphql(gateway.url, null, RENAME, headers);
        expectRefusal(refused);
        statuses.push(refused.status);
      }
      expect(statuses).toEqual([401, 401, 429]);
    } finally {
      await gateway.stop();
    }
  });
});
