import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Role } from "../../src/model/permission.js";
import { DATABASE_KINDS } from "../support/databases/databases.js";
import { startTestGateway, type TestGateway, type TestOrganization } from "../support/gateway/gateway.js";
import { type Answer, GraphqlClient } from "../support/gateway/graphql-client.js";
import { haveTime } from "../support/gateway/have-time.js";
import { createApiToken, issueApiToken, revokeApiToken } from "../support/organization/api-tokens.js";
import { insertTokens } from "../support/organization/many-tokens.js";
import { addMember } from "../support/organization/members.js";

const OF_ISSUER = "The issuer has 1000 live API tokens, the most there may be. Take back some of them first.";
const OF_ORGANIZATION =
  "The organization has 10000 live API tokens, the most there may be. Take back some of them first.";

describe.each(DATABASE_KINDS)("live API tokens on %s", (kind) => {
  haveTime();
  let gateway: TestGateway;
  let other: TestGateway;

  beforeAll(async () => {
    gateway = await startTestGateway(kind);
    other = await startTestGateway(kind, { database: gateway.database });
  });
  afterAll(async () => {
    await other.stop();
    await gateway.stop();
  });

  const told = ({ errors }: Answer) => errors.map(({ message, extensions }) => [extensions.code, message]);

  /** The same credential at the other gateway over the database. */
  const elsewhere = ({ token }: GraphqlClient) => new GraphqlClient(other.url, token);

  /** Leaves room for `room` tokens, with tokens of a credential that is no longer there. */
  async function fill({ id }: TestOrganization, room: number): Promise<void> {
    const ghost = { id: `mem_${id.slice(4)}`, kind: "USER" } as const;
    const where = `organization_id = '${id}' AND revoked_at IS NULL`;
    const [row] = await gateway.database.query(`SELECT count(*) AS live FROM api_tokens WHERE ${where}`);
    await insertTokens(gateway.database, id, ghost, 10_000 - room - Number(row?.live));
  }

  async function issuer(organization: TestOrganization, live: number) {
    const parent = await issueApiToken(organization.owner, { role: "ADMIN" });
    await insertTokens(gateway.database, organization.id, { id: parent.id, kind: "API_TOKEN" }, live, 1);
    return parent;
  }

  it("are at most 1,000 of one issuer, of those that ask at once at two gateways too", async () => {
    const organization = await gateway.organization();
    const { client } = await issuer(organization, 995);
    const clients = Array.from({ length: 10 }, (_, n) => (n % 2 ? client : elsewhere(client)));
    const answers = await Promise.all(clients.map((asking) => createApiToken(asking, {})));
    expect(answers.filter(({ errors }) => errors.length === 0)).toHaveLength(5);
    expect(answers.flatMap(told)).toEqual(Array(5).fill(["CONFLICT", OF_ISSUER]));
    expect(told(await createApiToken(organization.owner, {}))).toEqual([]);
  });

  it("are only those that are neither revoked nor expired for ten minutes", async () => {
    const organization = await gateway.organization();
    const { client, id } = await issuer(organization, 1000);
    const change = (sql: string) =>
      gateway.database.query(`UPDATE api_tokens SET ${sql} WHERE created_by_id = '${id}' AND digest LIKE '%1'`);
    for (const dead of ["revoked_at = 1", "revoked_at = NULL, expires_at = 1"]) {
      expect(told(await createApiToken(client, {}))).toEqual([["CONFLICT", OF_ISSUER]]);
      await change(dead);
      const issued = await issueApiToken(client);
      await revokeApiToken(organization.owner, issued.id);
      await change("revoked_at = NULL, expires_at = NULL");
    }
    await change(`expires_at = ${gateway.now() - 590_000}`);
    expect(told(await createApiToken(client, {}))).toEqual([["CONFLICT", OF_ISSUER]]);
  });

  it("are at most 10,000 of an organization, of two issuers at two gateways that ask at once too", async () => {
    const organization = await gateway.organization();
    await fill(organization, 3);
    const issuers = [organization.owner, elsewhere(organization.admin)];
    const clients = Array.from({ length: 10 }, (_, n) => issuers[n % 2] as GraphqlClient);
    const answers = await Promise.all(clients.map((asking) => createApiToken(asking, {})));
    expect(answers.filter(({ errors }) => errors.length === 0)).toHaveLength(3);
    expect(answers.flatMap(told)).toEqual(Array(7).fill(["CONFLICT", OF_ORGANIZATION]));
    expect(told(await createApiToken((await gateway.organization()).owner, {}))).toEqual([]);
  });

  it("do not bind the command line, whose token mends a full organization", async () => {
    const organization = await gateway.organization();
    const parent = await issuer(organization, 100);
    await fill(organization, 0);
    const mender = await organization.client(Role.ADMIN);
    expect(told(await createApiToken(mender, {}))).toEqual([["CONFLICT", OF_ORGANIZATION]]);
    expect(told(await revokeApiToken(mender, parent.id))).toEqual([]);
    expect(told(await createApiToken(mender, {}))).toEqual([]);
  });
});

describe.each(DATABASE_KINDS)("members on %s", (kind) => {
  haveTime();
  let gateway: TestGateway;
  let other: TestGateway;

  beforeAll(async () => {
    gateway = await startTestGateway(kind);
    other = await startTestGateway(kind, { database: gateway.database });
  });
  afterAll(async () => {
    await other.stop();
    await gateway.stop();
  });

  it("are at most 10,000 of an organization, of those that are added at once too", async () => {
    const { id, owner } = await gateway.organization();
    await gateway.database.query(
      `INSERT INTO members (id, organization_id, kind, subject, name, role, created_by_kind, created_by_id)
       WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 9997)
       SELECT 'mem_${id.slice(4, 20)}' || CAST(100000 + n AS text), '${id}', 'USER', CAST(n AS text), 'Many', 'VIEWER', 'CLI', 'cli'
       FROM numbers`,
    );
    const clients = Array.from({ length: 8 }, (_, n) => (n % 2 ? owner : new GraphqlClient(other.url, owner.token)));
    const answers = await Promise.all(clients.map((asking, n) => addMember(asking, { subject: `late ${n}` })));
    expect(answers.filter(({ errors }) => errors.length === 0)).toHaveLength(3);
    const refusals = answers.flatMap(({ errors }) => errors).map(({ message }) => message);
    expect(refusals).toEqual(
      Array(5).fill("The organization has 10000 members, the most there may be. Take back some of them first."),
    );
  });
});
