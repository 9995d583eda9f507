import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { dumpRows } from "./support/databases/database-dump.js";
import { DATABASE_KINDS } from "./support/databases/databases.js";
import { startTestGateway, type TestGateway, type TestOrganization } from "./support/gateway/gateway.js";
import { MISPLACED } from "./support/organization/misplaced-secrets.js";
import { leakedIn } from "./support/organization/recorded-answers.js";

describe.each(DATABASE_KINDS)("a secret in a wrong place on %s", (kind) => {
  let gateway: TestGateway;
  let organization: TestOrganization;
  let clientId: string;
  let secret: string;

  beforeAll(async () => {
    gateway = await startTestGateway(kind);
    organization = await gateway.organization();
    const application = await organization.developer.createApplication();
    clientId = application.clientId;
    secret = application.clientSecret ?? "";
  });
  afterAll(() => gateway.stop());

  /** Sends anything to the gateway and answers all of it that comes back. */
  async function exchange(path: string, init: RequestInit): Promise<{ status: number; text: string }> {
    const response = await fetch(`${gateway.url}${path}`, init);
    const head = [...response.headers].map(([name, value]) => `${name}: ${value}`).join("\n");
    return { status: response.status, text: `${response.statusText}\n${head}\n${await response.text()}` };
  }

  function expectUntold(text: string, since: number): void {
    const log = gateway.log().slice(since);
    expect(log).toContain('"msg":"request"');
    expect(leakedIn(text, [secret])).toEqual([]);
    expect(leakedIn(log, [secret])).toEqual([]);
  }

  it.each(Object.entries(MISPLACED))("is not echoed: %s", async (_place, misplaced) => {
    for (const accept of ["application/json", "application/graphql-response+json"]) {
      const since = gateway.log().length;
      const { text } = await exchange("/graphql", {
        method: "POST",
        headers: { "content-type": "application/json", accept, authorization: `Bearer ${organization.owner.token}` },
        body: JSON.stringify(misplaced(secret)),
      });
      expectUntold(text, since);
    }
    expect(leakedIn(await dumpRows(gateway.database), [secret])).toEqual([]);
  });

  it.each([
    ["Bearer", (text: string) => `Bearer ${text}`],
    ["Bearer, cut off", (text: string) => `Bearer ${text.slice(0, -1)}`],
    ["Basic", (text: string) => `Basic ${Buffer.from(`client:${text}`).toString("base64")}`],
    ["no scheme", (text: string) => text],
  ])("is not echoed as a credential: %s", async (_scheme, headerOf) => {
    for (const path of ["/graphql", "/oauth/verify"]) {
      const since = gateway.log().length;
      const { status, text } = await exchange(path, { method: "POST", headers: { authorization: headerOf(secret) } });
      expect(status).toBe(401);
      expectUntold(text, since);
    }
  });

  it.each(["/graphql?query={viewer{role}}&secret=", "/oauth/verify?client_secret=", "/health/live?", "/unknown/", "/"])(
    "is not echoed in the URL: %s",
    async (path) => {
      for (const method of ["GET", "POST", "DELETE"]) {
        const since = gateway.log().length;
        const headers = { authorization: `Bearer ${organization.owner.token}`, "apollo-require-preflight": "true" };
        expectUntold((await exchange(`${path}${secret}`, { method, headers })).text, since);
      }
    },
  );

  it("is not echoed in a request's headers", async () => {
    for (const name of ["x-request-id", "content-type", "accept", "origin", "x-apollo-operation-name", "user-agent"]) {
      const since = gateway.log().length;
      const headers = { authorization: `Bearer ${organization.owner.token}`, [name]: secret };
      const { text } = await exchange("/graphql", { method: "POST", headers, body: '{"query":"{ viewer { role } }"}' });
      expectUntold(text, since);
    }
  });

  it("is not echoed at /oauth/verify, right or wrong, in whatever shape", async () => {
    const wrong = `${secret.slice(0, -1)}${secret.endsWith("0") ? "1" : "0"}`;
    const bodies: [string, string][] = [
      ["application/x-www-form-urlencoded", `client_id=${clientId}&client_secret=${secret}`],
      ["application/x-www-form-urlencoded", `client_id=${clientId}&client_secret=${wrong}`],
      ["application/x-www-form-urlencoded", `client_id=${secret}&client_secret=${clientId}`],
      ["application/x-www-form-urlencoded", `client_id=${clientId}&client_secret=${secret}&client_secret=${secret}`],
      ["application/x-www-form-urlencoded", `client_secret=${secret}`],
      ["application/x-www-form-urlencoded", `${secret}=${secret}`],
      ["application/x-www-form-urlencoded", `client_id=%00&client_secret=${secret}%ff`],
      ["application/json", JSON.stringify({ client_id: clientId, client_secret: secret })],
      ["application/json", `{"client_secret": "${secret}`],
      ["text/plain", secret],
    ];
    const answers: string[] = [];
    for (const [contentType, body] of bodies) {
      const since = gateway.log().length;
      const headers = { authorization: `Bearer ${organization.admin.token}`, "content-type": contentType };
      const { text } = await exchange("/oauth/verify", { method: "POST", headers, body });
      answers.push(text);
      expectUntold(text, since);
    }
    expect(answers[0]).toContain('"active":true');
    expect(answers[1]).toContain('{"active":false}');
  });

  it("is not echoed by a body that is no JSON", async () => {
    for (const body of [secret, `{"query": "${secret}`, `"${secret}"`, `["${secret}"]`, `{"query": ["${secret}"]}`]) {
      const since = gateway.log().length;
      const headers = { authorization: `Bearer ${organization.owner.token}`, "content-type": "application/json" };
      expectUntold((await exchange("/graphql", { method: "POST", headers, body })).text, since);
    }
  });
});
