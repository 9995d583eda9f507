import { readdir } from "node:fs/promises";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { demandLogResetFix, runningVersion } from "../../src/database/sqlite/library-version.js";
import { createDatabase, type TestDatabase } from "../support/databases/databases.js";
import { startTestGateway } from "../support/gateway/gateway.js";

vi.mock(import("../../src/database/sqlite/library-version.js"), async (importOriginal) => {
  const original = await importOriginal();
  return { ...original, runningVersion: vi.fn(original.runningVersion) };
});

describe("a start on SQLite", () => {
  let database: TestDatabase;

  beforeEach(async () => {
    database = await createDatabase("sqlite");
  });
  afterEach(() => database.drop());

  it("is refused in a sentence, and writes nothing, when the library can lose what was committed", async () => {
    vi.mocked(runningVersion).mockResolvedValueOnce("3.51.2");
    await expect(startTestGateway("sqlite", { database })).rejects.toThrow(
      /^The database \S+gateway\.sqlite cannot be opened: SQLite 3\.51\.2 can lose what was committed .* 3\.51\.3 or newer/,
    );
    expect(await database.query("SELECT name FROM sqlite_master")).toEqual([]);
    expect(await database.query("PRAGMA journal_mode")).toEqual([{ journal_mode: "delete" }]);
    expect(await readdir(database.folder ?? "")).not.toContain("secret-keys");
  });

  it("asks the library that runs, which the driver of the lock file has", async () => {
    const gateway = await startTestGateway("sqlite", { database });
    const [{ version } = {}] = await database.query("SELECT sqlite_version() AS version");
    expect(await vi.mocked(runningVersion).mock.results.at(-1)?.value).toBe(version);
    await gateway.stop();
  });
});

describe("the fix of the write-ahead log's reset", () => {
  it.each(["3.51.3", "3.52.0", "3.53.4", "3.100.0", "4.0.0", "3.50.7", "3.50.10", "3.44.6"])("is in %s", (version) => {
    expect(() => demandLogResetFix(version)).not.toThrow();
  });

  it.each(["3.7.0", "3.40.1", "3.44.5", "3.45.3", "3.50.6", "3.51.0", "3.51.2", "", "unknown"])(
    "is not in %j",
    (version) => {
      expect(() => demandLogResetFix(version)).toThrow("3.51.3");
    },
  );
});
