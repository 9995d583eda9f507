import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startTestGateway, type TestGateway } from "../support/gateway/gateway.js";
import { postGraphql } from "../support/gateway/http-exchange.js";

const RENAME = '{"query":"mutation { updateOrganization(input: { name: \\"Renamed\\" }) { organization { id } } }"}';

describe("what a trusted proxy forwards as an address", () => {
  let gateway: TestGateway;

  beforeAll(async () => {
    gateway = await startTestGateway("sqlite", { env: { TRUST_PROXY: "127.0.0.1, 10.0.0.0/8" } });
  });
  afterAll(() => gateway.stop());

  async function recorded(forwarded: string): Promise<string> {
    const { owner } = await gateway.organization();
    const { status } = await postGraphql(gateway.url, owner.token, RENAME, { "x-forwarded-for": forwarded });
    expect(status).toBe(200);
    const { auditEvents } = await owner.ok("{ auditEvents(first: 1) { nodes { action address } } }");
    expect(auditEvents.nodes[0].action).toBe("organization.updated");
    const { address } = auditEvents.nodes[0];
    expect(gateway.log()).toContain(`"address":"${address}"`);
    return address;
  }

  it.each([
    ["a word", "unknown"],
    ["a proxy's own name for it", "_hidden"],
    ["thousands of characters", "x".repeat(3010)],
    ["thousands of characters as a zone", `fe80::1:${"x".repeat(3010)}`],
    ["markup", "<script>203.0.113.7</script>"],
    ["an open bracket", "[2001:db8::1"],
    ["an octal number", "0313.0.113.7"],
    ["a name behind an address", "203.0.113.7, evil.example"],
  ])("is not believed when it is %s: audit event and log have the proxy's", async (_what, forwarded) => {
    expect(await recorded(forwarded)).toBe("127.0.0.1");
    expect(gateway.log()).not.toContain(forwarded.split(", ").at(-1));
  });

  it("is not believed of the proxy before one that is not named by an address", async () => {
    expect(await recorded("203.0.113.7, unknown, 10.0.0.2")).toBe("10.0.0.2");
  });

  it.each([
    ["a port", "203.0.113.8:50001", "203.0.113.8"],
    ["quotes", '"203.0.113.8"', "203.0.113.8"],
    ["quotes and a port", '"203.0.113.8:50001"', "203.0.113.8"],
    ["a port that has a name", "203.0.113.8:_p1", "203.0.113.8"],
    ["brackets", "[2001:db8::1]", "2001:db8::1"],
    ["brackets and a port", "[2001:db8::1]:443", "2001:db8::1"],
    ["brackets, a port and quotes", '"[2001:db8::1]:443"', "2001:db8::1"],
    ["more digits than it needs", "2001:0DB8:0:0:0:0:0:1", "2001:db8::1"],
    ["IPv6 around IPv4", "::ffff:203.0.113.8", "203.0.113.8"],
    ["IPv6 around IPv4, brackets and a port", "[::ffff:203.0.113.8]:80", "203.0.113.8"],
    ["a zone", "fe80::1%eth0", "fe80::1"],
    ["ports in a chain", "198.51.100.1, 203.0.113.8:50001, 10.1.2.3:8080", "203.0.113.8"],
    ["empty places in a chain", "203.0.113.8,, 10.1.2.3 , ", "203.0.113.8"],
  ])("is read with %s: %s", async (_what, forwarded, address) => {
    expect(await recorded(forwarded)).toBe(address);
  });

  it("is what OAuth's requests are logged under, too", async () => {
    const headers = { "x-forwarded-for": "203.0.113.9:50001" };
    await fetch(`${gateway.url}/oauth/token`, { method: "POST", headers, body: new URLSearchParams({ a: "b" }) });
    expect(gateway.log()).toMatch(/"route":"\/oauth\/token"[^\n]*"address":"203\.0\.113\.9"/);
  });
});
