import { readdir } from "node:fs/promises";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import * as library from "../../src/database/sqlite/library-version.js";
import { createDatabase, type TestDatabase } from "../support/databases/databases.js";
import { startTestGateway } from "../support/gateway/gateway.js";

describe("a start on SQLite", () => {
  let database: TestDatabase;

  beforeEach(async () => {
    database = await createDatabase("sqlite");
  });
  afterEach(async () => {
    vi.restoreAllMocks();
    await database.drop();
  });

  it("is refused in a sentence, and writes nothing, when the library is too old", async () => {
    vi.spyOn(library, "runningVersion").mockResolvedValueOnce("3.51.2");
    await expect(startTestGateway("sqlite", { database })).rejects.toThrow(
      /^The database \S+gateway\.sqlite cannot be opened: SQLite 3\.51\.2 is too old: it takes 3\.51\.3 or newer.* lose what was committed/,
    );
    expect(await database.query("SELECT name FROM sqlite_master")).toEqual([]);
    expect(await database.query("PRAGMA journal_mode")).toEqual([{ journal_mode: "delete" }]);
    expect(await readdir(database.folder ?? "")).not.toContain("secret-keys");
  });

  it("asks the library that runs, which the driver of the lock file has", async () => {
    const asked = vi.spyOn(library, "runningVersion");
    const gateway = await startTestGateway("sqlite", { database });
    const [{ version } = {}] = await database.query("SELECT sqlite_version() AS version");
    expect(await asked.mock.results.at(-1)?.value).toBe(version);
    await gateway.stop();
  });
});

describe("the library", () => {
  it.each(["3.51.3", "3.52.0", "3.53.4", "3.100.0", "4.0.0"])("is new enough at %s", (version) => {
    expect(() => library.demandNewEnough(version)).not.toThrow();
  });

  // Of these, 3.44.6 and 3.50.7 have the fix of the write-ahead log's reset, but not jsonb_each.
  it.each(["3.7.0", "3.40.1", "3.44.6", "3.45.3", "3.50.7", "3.51.0", "3.51.2", "", "unknown"])(
    "is too old at %j",
    (version) => {
      expect(() => library.demandNewEnough(version)).toThrow("3.51.3");
    },
  );
});
