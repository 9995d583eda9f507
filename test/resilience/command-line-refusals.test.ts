import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createDatabase, DATABASE_KINDS, type TestDatabase } from "../support/databases/databases.js";
import { runCommand } from "../support/processes/command.js";
import { expectRefusal } from "../support/processes/command-refusal.js";
import { runCli } from "../support/processes/gateway-process.js";

const UNKNOWN_TOKEN = "tok_0000000000000000000000";
const ADD = ["member", "add", "--organization", "acme", "--role", "ADMIN"];
const ISSUE = ["token", "create", "--organization", "acme"];

describe.each(DATABASE_KINDS)("the command line on %s", (kind) => {
  let database: TestDatabase;

  beforeAll(async () => {
    database = await createDatabase(kind);
    expect((await runCommand(database.env, "organization", "create", "acme", "--name", "Acme")).code).toBe(0);
  });
  afterAll(() => database.drop());

  it.each<[string, string[], RegExp]>([
    ["an unknown organization", ["token", "create", "--organization", "nobody", "--role", "VIEWER"], /nobody/],
    ["a slug that is taken", ["organization", "create", "acme", "--name", "Other"], /slug/],
    ["an unknown token", ["token", "revoke", UNKNOWN_TOKEN], /API token not found/],
  ])("refuses %s and says why", async (_what, args, problem) => {
    expectRefusal(await runCommand(database.env, ...args), problem);
    expect(await database.query("SELECT slug, name FROM organizations")).toEqual([{ slug: "acme", name: "Acme" }]);
    expect(await database.query("SELECT id FROM api_tokens")).toEqual([]);
  });
});

describe("the command line", () => {
  let database: TestDatabase;

  beforeAll(async () => {
    database = await createDatabase("sqlite");
    expect((await runCommand(database.env, "organization", "create", "acme", "--name", "Acme")).code).toBe(0);
  });
  afterAll(() => database.drop());

  it.each<[string, string[], RegExp]>([
    ["what is not a token's id", ["token", "revoke", "app_0000000000000000000000"], /API token not found/],
    ["a list of an unknown organization", ["token", "list", "--organization", "nobody"], /nobody/],
    [
      "an application of nobody",
      [...ADD, "--application", "app_0000000000000000000000"],
      /OAuth application not found/,
    ],
    ["an unknown member", ["member", "remove", "mem_0000000000000000000000"], /Member not found/],
    ["what is not a member's id", ["member", "remove", "tok_0000000000000000000000"], /Member not found/],
  ])("refuses %s and says why", async (_what, args, problem) => {
    const refused = await runCommand(database.env, ...args);
    expectRefusal(refused, problem);
    expect(refused.code).toBe(1);
    expect(await database.query("SELECT slug FROM organizations")).toEqual([{ slug: "acme" }]);
    expect(await database.query("SELECT id FROM api_tokens")).toEqual([]);
  });

  it.each<[string, string[], RegExp]>([
    ["an unknown role", [...ISSUE, "--role", "KING"], /--role.*VIEWER, DEVELOPER/],
    ["a missing role", ISSUE, /--role/],
    ["an unknown permission", [...ISSUE, "--role", "VIEWER", "--permission", "FLY"], /FLY/],
    ["a bad duration", [...ISSUE, "--role", "VIEWER", "--expires-in", "soon"], /--expires-in/],
    ["a duration beyond all dates", [...ISSUE, "--role", "VIEWER", "--expires-in", "999999999d"], /from 1 to 999999/],
    ["a duration of nothing", [...ISSUE, "--role", "VIEWER", "--expires-in", "0d"], /--expires-in.*from 1 to 999999/],
    [
      "a permission beyond the role",
      [...ISSUE, "--role", "VIEWER", "--permission", "AUDIT_READ"],
      /^error: --permission must be one of VIEWER's: APPLICATION_READ$/m,
    ],
    ["a token's empty name", [...ISSUE, "--role", "VIEWER", "--name", ""], /^error: --name must /m],
    ["a bad slug", ["organization", "create", "Not A Slug", "--name", "x"], /^error: <slug> must consist of a-z/m],
    ["an empty slug", ["organization", "create", "", "--name", "x"], /^error: <slug> must /m],
    ["an empty name", ["organization", "create", "empty-name", "--name", ""], /^error: --name must /m],
    [
      "two faults at once",
      ["organization", "create", "", "--name", ""],
      /^error: <slug> must .*\nerror: --name must /m,
    ],
    ["an empty subject", [...ADD, "--subject", ""], /^error: --subject must /m],
    ["what is no address", [...ADD, "--email", "notmail"], /^error: --email must /m],
    ["a missing name", ["organization", "create", "no-name"], /--name/],
    ["an unknown command", ["token", "burn"], /burn/],
    ["an unknown option", ["token", "list", "--organization", "acme", "--all"], /--all/],
    ["a member who is nobody", ADD, /--subject, --email or --application/],
    ["a client id", [...ADD, "--application", "0".repeat(32)], /--application must be an application's id \(app_…\)/],
    ["a member who is two", [...ADD, "--subject", "ada", "--email", "ada@example.com"], /--subject.*--email/],
  ])("calls %s a misuse, and says why", async (_what, args, problem) => {
    const refused = await runCommand(database.env, ...args);
    expectRefusal(refused, problem);
    expect(refused.code).toBe(2);
    expect(await database.query("SELECT id FROM api_tokens")).toEqual([]);
    expect(await database.query("SELECT id FROM members")).toEqual([]);
  });

  it("marks what is required, and calls itself by its name", async () => {
    const help = await runCommand({}, "member", "add", "--help");
    expect(help).toEqual({
      code: 0,
      stderr: "",
      stdout: expect.stringMatching(/^Usage: oauth-app-gateway member add/),
    });
    const marked = help.stdout.split("\n  --").filter((option) => option.includes("(required)"));
    expect(marked.map((option) => option.split(" ")[0])).toEqual(["organization", "role"]);
  });

  it("says which version it is", async () => {
    const { version } = JSON.parse(await readFile("package.json", "utf8"));
    expect(await runCommand({}, "--version")).toEqual({ code: 0, stderr: "", stdout: `${version}\n` });
  });

  it("refuses in a process of its own with the code of a misuse", async () => {
    const refused = await runCli(database.env, ...ISSUE, "--role", "VIEWER", "--expires-in", "soon");
    expectRefusal(refused, /--expires-in/);
    expect(refused.code).toBe(2);
  });

  it("names every problem of its environment at once", async () => {
    const env = { DATABASE_URL: "mysql://nowhere", PORT: "no port" };
    const result = await runCli(env, "organization", "list");
    expectRefusal(result, /DATABASE_URL/);
    expect(result.stderr).toMatch(/PORT/);
  });

  it("says that PostgreSQL needs SECRET_KEYS", async () => {
    expectRefusal(await runCli({ DATABASE_URL: "postgres://127.0.0.1:1/none" }, "organization", "list"), /SECRET_KEYS/);
  });
});
