import { randomBytes } from "node:crypto";
import { mkdtemp, readdir, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createDatabase, DATABASE_KINDS } from "../support/databases/databases.js";
import { runCommand } from "../support/processes/command.js";
import { expectRefusal } from "../support/processes/command-refusal.js";
import { runCli } from "../support/processes/gateway-process.js";

describe("the command line where no SQLite database is", () => {
  let parent: string;
  let path: string;

  beforeEach(async () => {
    parent = await mkdtemp(join(tmpdir(), "gateway-absent-"));
    path = join(parent, "data", "gateway.sqlite");
  });
  afterEach(() => rm(parent, { recursive: true }));

  const env = () => ({ DATABASE_URL: `sqlite:${path}` });

  it.each([
    ["organization list", ["organization", "list"]],
    ["token create", ["token", "create", "--organization", "acme", "--role", "OWNER"]],
    ["token list", ["token", "list", "--organization", "acme"]],
    ["token revoke", ["token", "revoke", "tok_0000000000000000000000"]],
    ["keys status", ["keys", "status"]],
    ["keys add", ["keys", "add"]],
    ["keys promote", ["keys", "promote", "k1"]],
  ])("refuses %s and creates nothing", async (_name, args) => {
    const refused = await runCommand(env(), ...args);
    expectRefusal(refused, args[0] === "keys" && args[1] !== "status" ? /key file not found/i : /DATABASE_URL/);
    expect(await readdir(parent)).toEqual([]);
  });

  it.each([
    ["organization create", ["organization", "create", "acme", "--name", "Acme"]],
    ["migrate", ["migrate"]],
  ])("creates it for %s, for its owner only", async (_name, args) => {
    expect(await runCli(env(), ...args)).toMatchObject({ code: 0, stderr: "" });
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect((await stat(join(parent, "data", "secret-keys"))).mode & 0o777).toBe(0o600);
  });
});

describe.each(DATABASE_KINDS)("the command line under another key of the same name on %s", (kind) => {
  it("refuses, so that nothing is issued that the gateway does not know", async () => {
    const database = await createDatabase(kind);
    try {
      const env = () => ({ ...database.env, SECRET_KEYS: `k1:${randomBytes(32).toString("base64")}` });
      const used = env();
      expect((await runCommand(used, "organization", "create", "acme", "--name", "Acme")).code).toBe(0);
      const issue = ["token", "create", "--organization", "acme", "--role", "OWNER"];
      expectRefusal(await runCommand(env(), ...issue), /The key "k1" is not the one this database was used with/);
      expect(await database.query("SELECT id FROM api_tokens")).toEqual([]);
      expect((await runCommand(used, ...issue)).code).toBe(0);
    } finally {
      await database.drop();
    }
  });
});
