import { Client as PostgresClient } from "pg";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { DATABASE_KINDS, type TestDatabase } from "../support/databases/databases.js";
import type { TestGateway, TestOrganization } from "../support/gateway/gateway.js";
import { type Client, createClient, requestToken, startOauthGateway } from "../support/oauth/oauth-endpoints.js";
import { read } from "../support/organization/oauth-applications.js";

/** Makes every change of a secret fail. */
const REFUSING = {
  sqlite: [
    "CREATE TRIGGER refusing BEFORE UPDATE ON client_secrets BEGIN SELECT RAISE(ABORT, 'refused'); END",
    "DROP TRIGGER refusing",
  ],
  postgres: [
    `CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'refused'; END $$;
     CREATE TRIGGER refusing BEFORE UPDATE ON client_secrets FOR EACH ROW EXECUTE FUNCTION refuse()`,
    "DROP TRIGGER refusing ON client_secrets",
  ],
} as const;

const ROTATE = "mutation ($input: RotateSecretInput!) { rotateSecret(input: $input) { clientSecret } }";
const COMPLETE =
  "mutation ($input: CompleteSecretRotationInput!) { completeSecretRotation(input: $input) { __typename } }";

/** Holds a lock that lets secrets be read and not written; answers how to let go. */
async function lockSecrets({ kind, url }: TestDatabase): Promise<() => Promise<unknown>> {
  if (kind === "postgres") {
    const holder = new PostgresClient({ connectionString: url });
    await holder.connect();
    await holder.query("BEGIN; LOCK TABLE client_secrets IN EXCLUSIVE MODE");
    return () => holder.end();
  }
  const { default: sqlite3 } = await import("sqlite3");
  const holder = new sqlite3.Database(url.slice("sqlite:".length));
  const run = (sql: string) =>
    new Promise<void>((resolve, reject) => holder.exec(sql, (error) => (error ? reject(error) : resolve())));
  await run("BEGIN IMMEDIATE");
  return async () => {
    await run("ROLLBACK");
    await new Promise((resolve) => holder.close(resolve));
  };
}

describe.each(DATABASE_KINDS)("when use cannot be recorded on %s", (kind) => {
  let gateway: TestGateway;
  let organization: TestOrganization;
  let client: Client;

  beforeEach(async () => {
    gateway = await startOauthGateway(kind);
    organization = await gateway.organization();
    client = await createClient(organization.developer);
  });
  afterEach(() => gateway.stop());

  const useCount = async () =>
    (await read(organization.developer, client.id, "secrets { useCount }")).secrets[0].useCount;
  const isActive = async () => (await organization.admin.verify(client.clientId, client.clientSecret)).active;

  it("authenticates all the same, and counts it when it can be recorded again", async () => {
    const [refuse, allow] = REFUSING[kind];
    await gateway.database.query(refuse);
    for (let round = 0; round < 3; round++) {
      expect((await requestToken(gateway.url, client)).status).toBe(200);
      expect(await isActive()).toBe(true);
    }
    expect(await useCount()).toBe(0);
    expect(gateway.log()).toContain("refused");
    await gateway.database.query(allow);
    await expect.poll(useCount).toBe(6);
  });

  it("lets others rotate, whose use can be recorded", async () => {
    const [secret] = (await read(organization.developer, client.id, "secrets { id }")).secrets;
    await gateway.database.query(
      REFUSING[kind][0]
        .replace("EACH ROW", `EACH ROW WHEN (OLD.id = '${secret.id}')`)
        .replace("ON client_secrets BEGIN", `ON client_secrets WHEN OLD.id = '${secret.id}' BEGIN`),
    );
    expect((await requestToken(gateway.url, client)).status).toBe(200);
    const other = await createClient(organization.developer);
    for (const previousSecret of ["REVOKE", "KEEP"]) {
      const input = { oauthApplicationId: other.id, previousSecret };
      await organization.developer.ok(ROTATE, { input });
    }
    const input = { oauthApplicationId: other.id };
    await organization.developer.ok(COMPLETE, { input });
    expect(gateway.log()).toContain("refused");
  });

  it("keeps nobody waiting until locked secrets are let go, not even 20 at once", async () => {
    const unlock = await lockSecrets(gateway.database);
    const answers = await Promise.all(Array.from({ length: 20 }, isActive));
    const more = await isActive();
    expect([...answers, more]).not.toContain(false);
    await unlock();
    await expect.poll(useCount).toBe(21);
  });

  it("logs no secret when it says why", async () => {
    const [refuse] = REFUSING[kind];
    await gateway.database.query(refuse);
    await isActive();
    expect(gateway.log()).toContain("refused");
    expect(gateway.log()).not.toContain(client.clientSecret);
  });
});
