import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Database } from "../../src/database/database.js";
import type { Actor } from "../../src/model/actor.js";
import { connected } from "../support/databases/connected.js";
import { createDatabase, type TestDatabase } from "../support/databases/databases.js";
import { ROLE_WITH_PASSWORD as ROLE } from "../support/databases/role-with-password.js";

const PASSWORD = "p@ss: w/örd%?";

describe("a PostgreSQL that asks for a password", () => {
  let test: TestDatabase;

  beforeEach(async () => {
    test = await createDatabase("postgres");
    await test.query(`CREATE ROLE ${ROLE} LOGIN PASSWORD '${PASSWORD}'`);
    await test.query(`DO $$ BEGIN EXECUTE format('ALTER DATABASE %I OWNER TO ${ROLE}', current_database()); END $$`);
  });
  afterEach(async () => {
    await test.query(`REASSIGN OWNED BY ${ROLE} TO postgres`);
    await test.query(`DROP ROLE ${ROLE}`);
    await test.drop();
  });

  const open = (password: string) => {
    const url = new URL(test.url);
    [url.username, url.password] = [ROLE, encodeURIComponent(password)];
    return connected(() => Database.open({ url: url.href }));
  };

  it("lets in by the password of the URL whatever reads, writes, scans and migrates", async () => {
    const database = await open(PASSWORD);
    try {
      const actor = { organizationId: "a", origin: {} } as Actor;
      const who = "SELECT current_user AS name";
      const asked = [
        database.read.rows(who),
        database.write((transaction) => transaction.rows(who)),
        database.scan(actor, (reader) => reader.rows(who)),
        database.read.rows("SELECT tableowner AS name FROM pg_tables WHERE tablename = 'migrations'"),
      ];
      for (const rows of await Promise.all(asked)) expect(rows).toEqual([{ name: ROLE }]);
    } finally {
      await database.close();
    }
  });

  it("lets nobody in by another one", async () => {
    const opened = open("another").then((database) => database.close());
    await expect(opened).rejects.toThrow(`password authentication failed for user "${ROLE}"`);
  });
});
