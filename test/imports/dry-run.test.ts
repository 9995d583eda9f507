import { existsSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createMigratedDatabase, DATABASE_KINDS, type TestDatabase } from "../support/databases/databases.js";
import { runCommand, runCommandWith } from "../support/processes/command.js";
import { expectRefusal } from "../support/processes/command-refusal.js";

const NEW_KEY = `another:${Buffer.alloc(32, 7).toString("base64")}`;
const LINE = JSON.stringify({ client_id: "tried", client_secret: "a-secret-of-a-client-A1" });

describe.each(DATABASE_KINDS)("a dry run of an import on %s", (kind) => {
  let database: TestDatabase;

  beforeEach(async () => {
    database = await createMigratedDatabase(kind);
    await runCommand(database.env, "organization", "create", "acme", "--name", "Acme");
  });
  afterEach(() => database.drop());

  const tryWith = (env: Record<string, string>) =>
    runCommandWith(LINE, env, "import", "-", "--organization", "acme", "--from", "rfc7591", "--dry-run");
  const rowsOf = (table: string) => database.query(`SELECT * FROM ${table}`);

  it("brings no schema up to date, and says what does", async () => {
    await database.query("DELETE FROM migrations WHERE id = (SELECT max(id) FROM migrations)");
    const before = await rowsOf("migrations");
    expectRefusal(await tryWith(database.env), /Start the gateway on it first, or run the command `migrate`/);
    expect(await rowsOf("migrations")).toEqual(before);
  });

  it("makes no table in a database that has none", async () => {
    const drop =
      kind === "postgres" ? ["DROP SCHEMA public CASCADE", "CREATE SCHEMA public"] : ["DROP TABLE migrations"];
    for (const sql of drop) await database.query(sql);
    expectRefusal(await tryWith(database.env), /its schema is not that of version/);
    const tables = kind === "postgres" ? "pg_tables WHERE tablename" : "sqlite_master WHERE name";
    expect(await rowsOf(`${tables} = 'migrations'`)).toEqual([]);
  });

  it("remembers no server key, and takes none that is another than it was", async () => {
    const { SECRET_KEYS: keys = "", ...rest } = database.env;
    const before = await rowsOf("key_fingerprints");
    const tried = await tryWith({ ...rest, SECRET_KEYS: [NEW_KEY, keys].filter((key) => key !== "").join(",") });
    expect([tried.code, tried.stderr]).toEqual([0, ""]);
    expect(await rowsOf("key_fingerprints")).toEqual(before);
    const { kid } = before[0] ?? {};
    const refused = await tryWith({ ...rest, SECRET_KEYS: NEW_KEY.replace("another", String(kid)) });
    expectRefusal(refused, /is not the one this database was used with/);
  });

  if (kind === "sqlite")
    it("makes no key file", async () => {
      const path = join(String(database.folder), "secret-keys");
      await rm(path);
      await database.query("DELETE FROM key_fingerprints");
      expectRefusal(await tryWith(database.env), /secret-keys cannot be read/);
      expect(existsSync(path)).toBe(false);
    });
});
