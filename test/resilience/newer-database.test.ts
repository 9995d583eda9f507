import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { MIGRATIONS } from "../../src/database/migrations/index.js";
import { PRODUCT_VERSION } from "../../src/model/product-version.js";
import { dumpRows } from "../support/databases/database-dump.js";
import { createDatabase, DATABASE_KINDS, type TestDatabase } from "../support/databases/databases.js";
import { startTestGateway } from "../support/gateway/gateway.js";
import { runCommand } from "../support/processes/command.js";
import { expectRefusal } from "../support/processes/command-refusal.js";
import { runCli } from "../support/processes/gateway-process.js";

describe.each(DATABASE_KINDS)("a database of a newer version on %s", (kind) => {
  let database: TestDatabase;

  beforeEach(async () => {
    database = await createDatabase(kind);
    await (await startTestGateway(kind, { database })).stop();
  });
  afterEach(() => database.drop());

  /** What a version 9.9.0 leaves: its migrations, and which version brought them. */
  async function migrateFurther() {
    await database.query("INSERT INTO migrations (timestamp, name) VALUES (4102444800000, 'Earlier4102444800000')");
    await database.query("INSERT INTO migrations (timestamp, name) VALUES (4102444800001, 'Later4102444800001')");
    await database.query("INSERT INTO schema_versions (migration, version) VALUES ('Earlier4102444800000', '9.8.0')");
    await database.query("INSERT INTO schema_versions (migration, version) VALUES ('Later4102444800001', '9.9.0')");
  }

  it("is refused by the gateway and the command line, which say what it needs and change nothing", async () => {
    await migrateFurther();
    const before = await dumpRows(database);
    const refusal = /cannot be opened: it needs version 9\.9\.0 of the gateway or a newer one/;
    await expect(startTestGateway(kind, { database })).rejects.toThrow(refusal);
    await expect(startTestGateway(kind, { database })).rejects.toThrow(`this is version ${PRODUCT_VERSION}`);
    expectRefusal(await runCli(database.env, "organization", "list"), refusal);
    expectRefusal(await runCommand(database.env, "migrate"), refusal);
    expect(await dumpRows(database)).toBe(before);
  });

  it("is refused also when nothing says which version that was", async () => {
    await migrateFurther();
    await database.query("DROP TABLE schema_versions");
    await expect(startTestGateway(kind, { database })).rejects.toThrow("Later4102444800001");
  });

  it("is none that has the migrations of this version, for which this version is remembered once", async () => {
    const recorded = () => database.query("SELECT migration, version FROM schema_versions ORDER BY migration");
    const all = MIGRATIONS.map(({ name }) => ({ migration: name, version: PRODUCT_VERSION }));
    expect(await recorded()).toEqual(all.toSorted((one, other) => (one.migration < other.migration ? -1 : 1)));
    await database.query("UPDATE schema_versions SET version = '0.0.1'");
    await (await startTestGateway(kind, { database })).stop();
    expect((await recorded()).map(({ version }) => version)).toEqual(MIGRATIONS.map(() => "0.0.1"));
  });
});
