import type { DataSource } from "typeorm";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { writerDataSource } from "../../src/database/data-source.js";
import { FoldedNames1764086400000 } from "../../src/database/migrations/1764086400000-folded-names.js";
import { copyApplication } from "../support/databases/copied-applications.js";
import { createDatabase, DATABASE_KINDS, type TestDatabase } from "../support/databases/databases.js";
import { startTestGateway, type TestGateway, type TestOrganization } from "../support/gateway/gateway.js";
import { listing } from "../support/organization/listing.js";

/** More than two pages of the migration. */
const MANY = 2_100;

describe.each(DATABASE_KINDS)("names from before they were folded, on %s", (kind) => {
  let database: TestDatabase;
  let gateway: TestGateway;
  let organization: TestOrganization;
  let source: DataSource;

  beforeEach(async () => {
    database = await createDatabase(kind);
    gateway = await startTestGateway(kind, { database });
    organization = await gateway.organization();
    source = await writerDataSource(database.url, 2).initialize();
  });
  afterEach(async () => {
    await source.destroy();
    await gateway.stop();
    await database.drop();
  });

  async function migrate(direction: "up" | "down", statements: string[] = []): Promise<void> {
    const runner = source.createQueryRunner();
    const query = runner.query.bind(runner);
    runner.query = (text: string, parameters?: unknown[]) => {
      statements.push(text);
      return query(text, parameters);
    };
    await new FoldedNames1764086400000()[direction](runner);
    await runner.release();
  }

  const count = async (query: string) =>
    (await listing(organization.viewer, { filter: { query }, first: 1 })).totalCount;

  it("are found by every case after the upgrade, as they were before when it is reverted", async () => {
    const { developer } = organization;
    for (const name of ["Μεσολάβηση", "ΟΔΟΣ", "Straße", "Plain"]) await developer.createApplication({ name });
    const queries = ["ΜΕΣ", "οδοσ", "STRASSE", "plain"];
    const counts = () => Promise.all(queries.map(count));
    expect(await counts()).toEqual([1, 1, 1, 1]);
    await migrate("down");
    expect(await database.query("SELECT name_key FROM oauth_applications ORDER BY id")).toEqual(
      ["μεσολάβηση", "οδος", "straße", "plain"].map((name_key) => ({ name_key })),
    );
    if (kind === "sqlite") await database.query("DROP TRIGGER application_name_changed");
    await migrate("up");
    expect(await counts()).toEqual([1, 1, 1, 1]);
    expect(await database.query("SELECT name_key FROM oauth_applications ORDER BY id")).toEqual(
      ["μεσολάβηση", "οδοσ", "strasse", "plain"].map((name_key) => ({ name_key })),
    );
  });

  it("are read a thousand at a time, and only those are written whose key is another", async () => {
    const { developer } = organization;
    const { id } = await developer.createApplication({ name: "Straße" });
    await migrate("down");
    await copyApplication(database, id, MANY);
    const plain = await developer.createApplication({ name: "plain" });
    await copyApplication(database, plain.id, MANY);
    const statements: string[] = [];
    await migrate("up", statements);
    expect(statements.filter((text) => text.includes("LIMIT 1000"))).toHaveLength(5);
    expect(statements.filter((text) => text.startsWith("UPDATE"))).toHaveLength(3);
    expect(await database.query("SELECT DISTINCT name_key FROM oauth_applications ORDER BY name_key")).toEqual([
      { name_key: "plain" },
      { name_key: "strasse" },
    ]);
    expect(await count("strass")).toBe(MANY);
  });
});
