import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Database } from "../../src/database/database.js";
import { createMigratedDatabase, DATABASE_KINDS, type TestDatabase } from "../support/databases/databases.js";
import { tellOpenDatabases } from "../support/databases/open-databases.js";

describe.each(DATABASE_KINDS)("a database that this process opens on %s", (kind) => {
  let file: TestDatabase;

  beforeAll(async () => {
    file = await createMigratedDatabase(kind);
  });
  afterAll(() => file.drop());

  const write = (database: Database) => database.write((transaction) => transaction.rows("SELECT 1", {}));

  it("fails its file when it is left open, which tells who opened it, and does so once", async () => {
    const database = await Database.open({ url: file.url });
    expect(tellOpenDatabases).toThrow(/^A database is still open: .*open-databases\.test\.ts/s);
    expect(tellOpenDatabases).not.toThrow();
    await database.close();
  });

  it("fails its file when something writes to it after it was closed", async () => {
    const database = await Database.open({ url: file.url });
    await database.close();
    await expect(write(database)).rejects.toThrow();
    expect(tellOpenDatabases).toThrow(/^Something still writes to a closed database: .*open-databases\.test\.ts/s);
    expect(tellOpenDatabases).not.toThrow();
  });

  it("fails nothing when it is used and closed, or cannot be opened", async () => {
    const database = await Database.open({ url: file.url });
    await write(database);
    await database.close();
    await expect(Database.open({ url: "sqlite:/dev/null/gateway.sqlite" })).rejects.toThrow();
    expect(tellOpenDatabases).not.toThrow();
  });
});
