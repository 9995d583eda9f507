import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Database } from "../../src/database/database.js";
import { ClientSecret } from "../../src/model/client-secret.js";
import { SecretUsage } from "../../src/services/secret-usage.js";
import { DATABASE_KINDS } from "../support/databases.js";
import type { TestGateway } from "../support/gateway.js";
import { createClient, startOauthGateway } from "../support/oauth-endpoints.js";
import { statementRecorder } from "../support/statement-recorder.js";

const COUNT = 1000;

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
        usage.record(Object.assign(new ClientSecret(), { id: id(n), firstUsedAt: new Date(1) }), 1000 + n),
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
    expect(statements.filter((sql) => sql.includes("use_count = use_count +"))).toHaveLength(4);
    expect(statements.filter((sql) => sql === "COMMIT")).toHaveLength(4);
    expect(await counts()).toEqual([[1, COUNT]]);
    const [last] = await gateway.database.query(`SELECT last_used_at FROM client_secrets WHERE id = '${id(999)}'`);
    expect(Number(last?.last_used_at)).toBe(1999);
  });

  it("is counted once for each when one transaction among them fails, and is tried again", async () => {
    const [refuse, allow] = REFUSING[kind];
    await gateway.database.query(refuse);
    await useAll();
    await expect(usage.flush()).rejects.toThrow("refused");
    expect(errors).toHaveLength(1);
    expect(await counts()).toEqual([
      [0, 500],
      [1, 500],
    ]);
    await gateway.database.query(allow);
    await useAll();
    await usage.flush();
    expect(await counts()).toEqual([[2, 1000]]);
  });
});
