import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DATABASE_KINDS } from "./support/databases/databases.js";
import { startTestGateway, type TestGateway, type TestOrganization } from "./support/gateway/gateway.js";
import { leakedIn } from "./support/organization/recorded-answers.js";

const ANY_SECRET = /og[cst]_[0-9A-Za-z]{8}/;
const ANY_DIGEST = /v1\$/;

describe.each(DATABASE_KINDS)("a plaintext when the database fails, on %s", (kind) => {
  let gateway: TestGateway;
  let organization: TestOrganization;

  beforeAll(async () => {
    gateway = await startTestGateway(kind);
    organization = await gateway.organization();
  });
  afterAll(() => gateway.stop());

  /** Makes every insert into a table fail; PostgreSQL's error then quotes the whole row. Answers how to undo it. */
  async function breakInserts(table: string): Promise<() => Promise<unknown>> {
    const { query } = gateway.database;
    if (kind === "sqlite") {
      await query(`CREATE TRIGGER planted BEFORE INSERT ON ${table} BEGIN SELECT RAISE(ABORT, 'planted'); END`);
      return () => query("DROP TRIGGER planted");
    }
    await query(`ALTER TABLE ${table} ADD CONSTRAINT planted CHECK (id IS NULL) NOT VALID`);
    return () => query(`ALTER TABLE ${table} DROP CONSTRAINT planted`);
  }

  /** Takes a table away while `work` is done. */
  async function without<T>(table: string, work: () => Promise<T>): Promise<T> {
    await gateway.database.query(`ALTER TABLE ${table} RENAME TO gone`);
    try {
      return await work();
    } finally {
      await gateway.database.query(`ALTER TABLE gone RENAME TO ${table}`);
    }
  }

  it.each([
    ["client_secrets", ["create", "rotate"]],
    ["api_tokens", ["issue"]],
    ["audit_events", ["create", "rotate", "issue"]],
  ])("is told by nothing when %s cannot be written", async (table, operations) => {
    const { developer, owner } = organization;
    const application = await developer.createApplication();
    const work: Record<string, () => ReturnType<typeof owner.send>> = {
      create: () => owner.send('mutation { createOAuthApplication(input: { name: "Fails" }) { clientSecret } }'),
      rotate: () => owner.rotate(application.id, { previousSecret: "REVOKE" }),
      issue: () => owner.send('mutation { createApiToken(input: { name: "Fails", role: VIEWER }) { token } }'),
    };
    const since = gateway.log().length;
    const restore = await breakInserts(table);
    const failed = [];
    for (const operation of operations) failed.push(await work[operation]?.());
    await restore();
    for (const answer of failed) {
      expect(answer?.errors.map(({ extensions }) => extensions.code)).toEqual(["INTERNAL_SERVER_ERROR"]);
      expect(Object.values(answer?.data)).toEqual([null]);
      expect(answer?.text).not.toMatch(ANY_SECRET);
      expect(answer?.text).not.toMatch(/planted|INSERT|v1\$/);
    }
    const log = gateway.log().slice(since);
    expect(log.match(/unexpected error/g)).toHaveLength(operations.length);
    expect(log).toContain("planted");
    expect(log).not.toMatch(ANY_SECRET);
    expect(log).not.toMatch(ANY_DIGEST);
    const secret = application.clientSecret ?? "";
    expect(await owner.verify(application.clientId, secret)).toMatchObject({ active: true });
  });

  it("is told by nothing when it is a bearer token that cannot be looked up", async () => {
    const since = gateway.log().length;
    const { status, text } = await without("api_tokens", () => organization.admin.send("{ viewer { role } }"));
    expect(status).toBe(500);
    expect(text).not.toMatch(/api_tokens|SELECT|v1\$/);
    const log = gateway.log().slice(since);
    expect(log.match(/unexpected error/g)).toHaveLength(1);
    expect(log).not.toMatch(ANY_DIGEST);
    expect(leakedIn(log + text, [organization.admin.token ?? ""])).toEqual([]);
  });

  it("is told by nothing when it is a client secret that cannot be checked", async () => {
    const application = await organization.developer.createApplication();
    const secret = application.clientSecret ?? "";
    const since = gateway.log().length;
    const verified = without("client_secrets", () => organization.admin.verify(application.clientId, secret));
    const failure = await verified.then(String, String);
    expect(failure).toContain("HTTP 500");
    const log = gateway.log().slice(since);
    expect(log.match(/unexpected error/g)).toHaveLength(1);
    expect(log).not.toMatch(ANY_DIGEST);
    expect(leakedIn(log + failure, [secret])).toEqual([]);
  });
});
