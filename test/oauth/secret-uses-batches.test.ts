import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { Database } from "../../src/database/database.js";
import { ClientSecret } from "../../src/model/client-secret.js";
import { type SecretSource, SecretUseEvidence } from "../../src/model/secret-use.js";
import { SecretUsage } from "../../src/services/secrets/usage.js";
import { DATABASE_KINDS } from "../support/databases/databases.js";
import { statementRecorder } from "../support/databases/statement-recorder.js";
import type { TestGateway } from "../support/gateway/gateway.js";
import { createClient, startOauthGateway } from "../support/oauth/oauth-endpoints.js";
import { read, remove } from "../support/organization/oauth-applications.js";

/** One of a writer's many sources. */
const source = (n: number, writer = "a"): SecretSource => ({
  evidence: SecretUseEvidence.SEEN,
  address: `2001:db8::${n.toString(16)}`,
  clientSoftware: `${writer} ${n}`,
});

describe.each(DATABASE_KINDS)("the sources of a secret's use on %s", (kind) => {
  const statements: string[] = [];
  const errors: unknown[] = [];
  let gateway: TestGateway;
  let databases: Database[];
  let usages: SecretUsage[];

  beforeAll(async () => {
    gateway = await startOauthGateway(kind);
  });
  beforeEach(async () => {
    const logger = statementRecorder(statements);
    const { url } = gateway.database;
    databases = [await Database.open({ url, logger }), await Database.open({ url })];
    usages = databases.map((database) => new SecretUsage(database, (error) => errors.push(error)));
    statements.length = 0;
    errors.length = 0;
  });
  afterEach(async () => {
    for (const database of databases) await database.close();
  });
  afterAll(() => gateway.stop());

  /** New applications' secrets, which count as used before, so that nothing is written at once. */
  const secretsOf = async (count: number) => {
    const organization = await gateway.organization();
    const secrets: ClientSecret[] = [];
    for (let n = 0; n < count; n++) {
      const { id: oauthApplicationId } = await createClient(organization.developer);
      const [{ id }] = (await read(organization.developer, oauthApplicationId, "secrets { id }")).secrets;
      secrets.push(Object.assign(new ClientSecret(), { id, oauthApplicationId, firstUsedAt: new Date(1) }));
    }
    return { ...organization, secrets, secret: secrets[0] as ClientSecret };
  };
  const usage = () => usages[0] as SecretUsage;
  const rowsOf = ({ id }: ClientSecret) =>
    gateway.database.query(
      `SELECT client_software AS software, count, last_at AS last FROM secret_uses
       WHERE client_secret_id = '${id}' ORDER BY last_at DESC, client_software`,
    );
  const useCountOf = async ({ id }: ClientSecret) =>
    (await gateway.database.query(`SELECT use_count AS count FROM client_secrets WHERE id = '${id}'`))[0]?.count;

  it("are written in two more statements, in the transaction that counts the uses", async () => {
    const { secrets } = await secretsOf(3);
    for (const secret of secrets) for (let n = 0; n < 5; n++) await usage().record(secret, source(n), 1000 + n);
    await usage().flush();
    const verbs = statements.map((sql) => /^\s*(?:WITH\b.*?\b)?(BEGIN|INSERT|UPDATE|DELETE|COMMIT)\b/s.exec(sql)?.[1]);
    expect(verbs.filter((verb) => verb !== undefined)).toEqual(["BEGIN", "UPDATE", "INSERT", "DELETE", "COMMIT"]);
  });

  it("are not looked for beyond ten when none of them is new", async () => {
    const { secret } = await secretsOf(1);
    for (let round = 0; round < 2; round++) {
      statements.length = 0;
      await usage().record(secret, source(1), 1000 + round);
      await usage().flush();
    }
    const deletes = statements.filter((sql) => sql.startsWith("DELETE"));
    expect(deletes).toEqual([]);
    expect(await rowsOf(secret)).toMatchObject([{ count: 2 }]);
  });

  it("are the ten latest when a thousand come within a second; the rest are counted", async () => {
    const { secret } = await secretsOf(1);
    for (let n = 0; n < 1000; n++) await usage().record(secret, source(n), 1000 + n);
    for (let n = 0; n < 1000; n++) usage().refuse(secret, source(n, "thief"), 1000 + n);
    const { collected } = usage() as unknown as { collected: Map<string, object> };
    expect(JSON.stringify([...collected]).length).toBeLessThan(5000);
    await usage().flush();
    expect(errors).toEqual([]);
    const latest = Array.from({ length: 10 }, (_, n) => 999 - n);
    const rows = await rowsOf(secret);
    for (const writer of ["a", "thief"]) {
      const software = rows.map((row) => String(row.software)).filter((name) => name.startsWith(writer));
      expect(software).toEqual(latest.map((n) => `${writer} ${n}`));
    }
    expect(await useCountOf(secret)).toBe(1000);
  });

  it("stay the ten latest while two gateways write many secrets at once, and none waits for another for ever", async () => {
    const { secrets } = await secretsOf(20);
    for (let round = 0; round < 10; round++) {
      const writing = usages.map((writer, index) => {
        const order = index === 0 ? secrets : secrets.toReversed();
        for (const secret of order) {
          for (let n = 0; n < 7; n++) void writer.record(secret, source(n, `${index}`), 1000 * round + 10 * n + index);
        }
        return writer.flush();
      });
      await Promise.all(writing);
    }
    expect(errors).toEqual([]);
    for (const secret of secrets) {
      const rows = await rowsOf(secret);
      const latest = [6, 5, 4, 3, 2].flatMap((n) => [`1 ${n}`, `0 ${n}`]);
      expect(rows.map(({ software }) => software)).toEqual(latest);
      expect(await useCountOf(secret)).toBe(140);
    }
  });

  it("count up to what GraphQL's Int holds, and keep the first moment and the last", async () => {
    const { secret } = await secretsOf(1);
    for (const now of [5000, 3000]) {
      await usage().record(secret, source(1), now);
      await usage().flush();
    }
    await gateway.database.query(`UPDATE secret_uses SET count = 2147483646 WHERE client_secret_id = '${secret.id}'`);
    await usage().record(secret, source(1), 4000);
    await usage().record(secret, source(1), 4000);
    await usage().flush();
    expect(errors).toEqual([]);
    const [row] = await gateway.database.query(
      `SELECT count, first_at, last_at FROM secret_uses WHERE client_secret_id = '${secret.id}'`,
    );
    expect(Object.values(row ?? {}).map(Number)).toEqual([2147483647, 3000, 5000]);
  });

  it("are left out when the application was deleted meanwhile, and hold up no other's", async () => {
    const { admin, secrets, secret } = await secretsOf(2);
    for (const one of secrets) await usage().record(one, source(1), 1000);
    await remove(admin, { oauthApplicationId: secret.oauthApplicationId });
    await usage().flush();
    expect(errors).toEqual([]);
    expect(await rowsOf(secret)).toEqual([]);
    expect(await rowsOf(secrets[1] as ClientSecret)).toHaveLength(1);
  });

  it("do not count as a use when the secret was refused", async () => {
    const { secret } = await secretsOf(1);
    usage().refuse(secret, source(1), 1000);
    await usage().flush();
    expect(
      await gateway.database.query(
        `SELECT use_count, first_used_at, last_used_at FROM client_secrets WHERE id = '${secret.id}'`,
      ),
    ).toEqual([{ use_count: 0, first_used_at: null, last_used_at: null }]);
  });
});
