import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from "vitest";
import { Database } from "../../src/database/database.js";
import { ClientSecret } from "../../src/model/client-secret.js";
import { DomainError } from "../../src/model/domain-error.js";
import { SecretUseEvidence } from "../../src/model/secret-use.js";
import { SecretUsage } from "../../src/services/secrets/usage.js";
import { DATABASE_KINDS } from "../support/databases/databases.js";
import { statementRecorder } from "../support/databases/statement-recorder.js";
import type { TestGateway } from "../support/gateway/gateway.js";
import { createClient, startOauthGateway } from "../support/oauth/oauth-endpoints.js";

const COUNT = 1000;

const SOURCE = { evidence: SecretUseEvidence.SEEN, address: "192.0.2.1", clientSoftware: "curl/8" };

const id = (n: number) => `csec_${String(n).padStart(4, "0")}`;

/** Refuses every change of one secret. */
const REFUSING = {
  sqlite: [
    `CREATE TRIGGER refusing BEFORE UPDATE ON client_secrets WHEN OLD.id = '${id(600)}' BEGIN SELECT RAISE(ABORT, 'refused'); END`,
    "DROP TRIGGER refusing",
  ],
  postgres: [
    `CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'refused'; END $$;
     CREATE TRIGGER refusing BEFORE UPDATE ON client_secrets FOR EACH ROW WHEN (OLD.id = '${id(600)}') EXECUTE FUNCTION refuse()`,
    "DROP TRIGGER refusing ON client_secrets",
  ],
} as const;

describe.each(DATABASE_KINDS)("the use of a thousand secrets on %s", (kind) => {
  const statements: string[] = [];
  const errors: unknown[] = [];
  let gateway: TestGateway;
  let database: Database;
  let usage: SecretUsage;

  beforeEach(async () => {
    gateway = await startOauthGateway(kind);
    await createClient((await gateway.organization()).developer);
    await gateway.database.query(
      `INSERT INTO client_secrets (id, oauth_application_id, digest, hint)
       WITH RECURSIVE numbers(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM numbers WHERE n < ${COUNT - 1})
       SELECT 'csec_' || substr(CAST(10000 + n AS text), 2), oauth_application_id, digest, hint FROM client_secrets, numbers`,
    );
    database = await Database.open({ url: gateway.database.url, logger: statementRecorder(statements) });
    usage = new SecretUsage(database, (error) => errors.push(error));
    statements.length = 0;
    errors.length = 0;
  });
  afterEach(async () => {
    await database.close();
    await gateway.stop();
  });

  const useAll = () =>
    Promise.all(
      Array.from({ length: COUNT }, (_, n) =>
        usage.record(Object.assign(new ClientSecret(), { id: id(n), firstUsedAt: new Date(1) }), SOURCE, 1000 + n),
      ),
    );
  const counts = async () => {
    const rows = await gateway.database.query(
      "SELECT use_count, count(*) AS secrets FROM client_secrets WHERE id LIKE 'csec_0%' GROUP BY use_count ORDER BY use_count",
    );
    return rows.map(({ use_count, secrets }) => [use_count, Number(secrets)]);
  };

  it("is written in several transactions, so that nobody waits long for one", async () => {
    await useAll();
    await usage.flush();
    expect(statements.filter((sql) => /UPDATE client_secrets SET\s+use_count =/.test(sql))).toHaveLength(4);
    expect(statements.filter((sql) => sql === "COMMIT")).toHaveLength(4);
    expect(await counts()).toEqual([[1, COUNT]]);
    const [last] = await gateway.database.query(`SELECT last_used_at FROM client_secrets WHERE id = '${id(999)}'`);
    expect(Number(last?.last_used_at)).toBe(1999);
  });

  it("is written for all others when the database refuses one of them, whose uses are kept", async () => {
    const [refuse, allow] = REFUSING[kind];
    await gateway.database.query(refuse);
    await useAll();
    await usage.flush();
    expect(errors).toMatchObject([{ message: expect.stringContaining("refused") }]);
    expect(await counts()).toEqual([
      [0, 1],
      [1, COUNT - 1],
    ]);
    await useAll();
    await gateway.database.query(allow);
    await usage.flush();
    expect(await counts()).toEqual([[2, COUNT]]);
  });

  it("is kept whole while the database cannot be asked", async () => {
    const away = vi.spyOn(database, "write").mockRejectedValue(DomainError.unavailable());
    await useAll();
    await expect(usage.flush()).rejects.toMatchObject({ code: "unavailable" });
    expect(away).toHaveBeenCalledTimes(1);
    away.mockRestore();
    await usage.flush();
    expect(await counts()).toEqual([[1, COUNT]]);
  });

  it("is not tried again once the gateway has ended", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    onTestFinished(() => void vi.useRealTimers());
    const away = vi.spyOn(database, "write").mockRejectedValue(DomainError.unavailable());
    await useAll();
    await expect(usage.drain()).rejects.toMatchObject({ code: "unavailable" });
    await useAll();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(away).toHaveBeenCalledTimes(1);
  });

  it("ends where GraphQL's Int ends, and refuses nobody", async () => {
    await gateway.database.query(`UPDATE client_secrets SET use_count = 2147483646 WHERE id = '${id(600)}'`);
    for (let round = 0; round < 2; round++) {
      await useAll();
      await useAll();
      await usage.flush();
    }
    expect(errors).toEqual([]);
    expect(await counts()).toEqual([
      [4, COUNT - 1],
      [2147483647, 1],
    ]);
  });

  it("keeps the time of the first use and of the last, however late and in whatever order they are written", async () => {
    const [refuse, allow] = REFUSING[kind];
    const secret = Object.assign(new ClientSecret(), { id: id(600), firstUsedAt: new Date(1) });
    const other = new SecretUsage(database, (error) => errors.push(error));
    const times = async () => {
      const [row] = await gateway.database.query(
        `SELECT use_count, first_used_at, last_used_at FROM client_secrets WHERE id = '${secret.id}'`,
      );
      return [row?.use_count, Number(row?.first_used_at), Number(row?.last_used_at)];
    };
    await gateway.database.query(refuse);
    await usage.record(secret, SOURCE, 2000);
    await usage.record(secret, SOURCE, 5000);
    const refused = usage.flush();
    await usage.record(secret, SOURCE, 4000);
    await refused;
    await gateway.database.query(allow);
    await usage.flush();
    expect(await times()).toEqual([3, 2000, 5000]);
    await other.record(secret, SOURCE, 3000);
    await other.flush();
    expect(await times()).toEqual([4, 2000, 5000]);
    await other.record(secret, SOURCE, 1000);
    await other.record(secret, SOURCE, 6000);
    await other.flush();
    expect(await times()).toEqual([6, 1000, 6000]);
  });
});
