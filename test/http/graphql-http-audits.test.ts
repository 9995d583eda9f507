import { type AuditFail, auditServer } from "graphql-http";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startTestGateway, type TestGateway } from "../support/gateway/gateway.js";

describe("the audits of GraphQL over HTTP (graphql-http)", () => {
  let gateway: TestGateway;
  let token: string | null;

  beforeAll(async () => {
    gateway = await startTestGateway("sqlite");
    token = (await gateway.organization()).viewer.token;
  });
  afterAll(() => gateway.stop());

  const audit = (headers: Record<string, string>) =>
    auditServer({
      url: `${gateway.url}/graphql`,
      fetchFn: (url: string, init: RequestInit = {}) =>
        fetch(url, { ...init, headers: { ...init.headers, ...headers } }),
    });
  const failed = async (headers: Record<string, string>): Promise<AuditFail[]> =>
    (await audit(headers)).filter((result) => result.status !== "ok");

  it("have nothing to say to who sends a token", async () => {
    const findings = await failed({ authorization: `Bearer ${token}` });
    expect(findings.map(({ id, name, reason }) => ({ id, name, reason }))).toEqual([]);
  });

  it("find errors without a token", async () => {
    const findings = await failed({});
    expect(findings.filter(({ status }) => status === "error").length).toBeGreaterThan(0);
  });
});
