import { type AuditFail, auditServer } from "graphql-http";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startTestGateway, type TestGateway } from "../support/gateway/gateway.js";

/** Audits of GET that a page of another origin could send without a preflight: refused on purpose. */
const FORGEABLE_REQUESTS = ["5A70", "6A70", "D6D5"];

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

  it("find no error and nothing to warn of with a token, only what the protection against forged requests costs", async () => {
    const findings = await failed({ authorization: `Bearer ${token}` });
    const unwanted = findings.filter(({ status }) => status !== "notice");
    expect(unwanted.map(({ id, name, reason }) => ({ id, name, reason }))).toEqual([]);
    expect(findings.map(({ id }) => id).toSorted()).toEqual(FORGEABLE_REQUESTS);
  });

  it("have nothing left to say to who sends the header that a forged request cannot have", async () => {
    const headers = { authorization: `Bearer ${token}`, "apollo-require-preflight": "1" };
    expect((await failed(headers)).map(({ id, name }) => `${id} ${name}`)).toEqual([]);
  });

  it("find errors without a token", async () => {
    const findings = await failed({});
    expect(findings.filter(({ status }) => status === "error").length).toBeGreaterThan(0);
  });
});
