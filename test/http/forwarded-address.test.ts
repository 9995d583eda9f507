import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startTestGateway, type TestGateway } from "../support/gateway.js";
import { postGraphql } from "../support/http-exchange.js";

const RENAME = '{"query":"mutation { updateOrganization(input: { name: \\"Renamed\\" }) { organization { id } } }"}';

describe("what a trusted proxy forwards as an address", () => {
  let gateway: TestGateway;

  beforeAll(async () => {
    gateway = await startTestGateway("sqlite", { env: { TRUST_PROXY: "127.0.0.1" } });
  });
  afterAll(() => gateway.stop());

  it.each([
    ["a word", "unknown"],
    ["thousands of characters", "x".repeat(3010)],
    ["an address with a port", "203.0.113.7:4711"],
    ["markup", "<script>203.0.113.7</script>"],
    ["a name behind an address", "203.0.113.7, evil.example"],
  ])("is not believed when it is %s: audit event and log have the proxy's", async (_what, forwarded) => {
    const { owner } = await gateway.organization();
    const { status } = await postGraphql(gateway.url, owner.token, RENAME, { "x-forwarded-for": forwarded });
    expect(status).toBe(200);
    const { auditEvents } = await owner.ok("{ auditEvents(first: 1) { nodes { action address } } }");
    expect(auditEvents.nodes).toEqual([{ action: "organization.updated", address: "127.0.0.1" }]);
    expect(gateway.log()).not.toContain(forwarded.split(", ").at(-1));
  });
});
