import { execFile } from "node:child_process";
import { chmod, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { BUNDLE, type CommandResult } from "../support/processes/gateway-process.js";

const KEYS = `k1:${Buffer.alloc(32, 1).toString("base64")}`;
/** Who is root may read and write everything; this takes that away, and nothing else. */
const BOUND = process.getuid?.() === 0 ? ["setpriv", "--bounding-set=-dac_override,-dac_read_search"] : [];
const IMPORT = ["import", "in/clients.jsonl", "--organization", "acme", "--from", "rfc7591"];

interface Case {
  args: string[];
  /** What nobody may write, or read, meanwhile. */
  shut?: string;
  mode?: number;
  env?: Record<string, string>;
  code: number;
  says: string;
}

const CASES: Record<string, Case> = {
  "a file to import": {
    args: IMPORT,
    shut: "in/clients.jsonl",
    mode: 0o000,
    code: 2,
    says: "error: the file in/clients.jsonl cannot be read: this user may not",
  },
  "a mapping": {
    args: ["import", "in/clients.jsonl", "--organization", "acme", "--from", "table", "--mapping", "in/mapping.json"],
    shut: "in/mapping.json",
    mode: 0o000,
    code: 2,
    says: "error: --mapping: in/mapping.json cannot be read: this user may not; shipped are doorkeeper, django-oauth-toolkit",
  },
  "the folder of a new report": {
    args: [...IMPORT, "--report", "reports/new.jsonl"],
    shut: "reports",
    code: 2,
    says: "error: --report: reports/new.jsonl cannot be written: this user may not",
  },
  "the folder of a report that is there, for its lock": {
    args: [...IMPORT, "--report", "reports/there.jsonl"],
    shut: "reports",
    code: 2,
    says: "error: --report: there.jsonl.oauth-app-gateway-lock in FOLDER/reports, which keeps other imports out, cannot be locked: this user may not",
  },
  "a report": {
    args: [...IMPORT, "--report", "reports/there.jsonl"],
    shut: "reports/there.jsonl",
    mode: 0o400,
    code: 2,
    says: "error: --report: reports/there.jsonl cannot be written: this user may not",
  },
  "the folder of the database": {
    args: ["organization", "list"],
    shut: "data",
    code: 1,
    says: "The database data/gateway.sqlite cannot be opened: it is no file, or this user may not write its folder.",
  },
  "the database": {
    args: ["organization", "list"],
    shut: "data/gateway.sqlite",
    mode: 0o000,
    code: 1,
    says: "The database data/gateway.sqlite cannot be read and written: this user may not.",
  },
  "the database, which may be read": {
    args: ["organization", "list"],
    shut: "data/gateway.sqlite",
    mode: 0o400,
    code: 1,
    says: "The database data/gateway.sqlite cannot be read and written: this user may not.",
  },
  "the folder of the database, which may not even be looked into": {
    args: ["organization", "list"],
    shut: "data",
    mode: 0o000,
    code: 1,
    says: "The database data/gateway.sqlite cannot be opened: this user may not.",
  },
  "where the folder of a new database would be": {
    args: ["migrate"],
    shut: "reports",
    env: { DATABASE_URL: "sqlite:reports/data/gateway.sqlite" },
    code: 1,
    says: "The folder FOLDER/reports/data of the database cannot be made: this user may not.",
  },
  "the key file": {
    args: ["organization", "list"],
    shut: "keys/secret-keys",
    mode: 0o000,
    env: { SECRET_KEYS: "", SECRET_KEYS_FILE: "keys/secret-keys" },
    code: 1,
    says: "keys/secret-keys cannot be read: this user may not.",
  },
  "the folder of the key file, for a new key": {
    args: ["keys", "add"],
    shut: "keys",
    env: { SECRET_KEYS: "", SECRET_KEYS_FILE: "keys/secret-keys" },
    code: 1,
    says: "keys/secret-keys cannot be written: this user may not.",
  },
  "a private key": {
    args: ["secret", "open", "--key", "in/mapping.json", "sealed"],
    shut: "in/mapping.json",
    mode: 0o000,
    code: 2,
    says: "error: --key: in/mapping.json cannot be read: this user may not",
  },
};

describe("the command line, where its user may not", () => {
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "gateway-rights-"));
    for (const name of ["in", "reports", "data", "keys"]) await mkdir(join(folder, name));
    const files = { "in/clients.jsonl": '{"client_id":"a"}\n', "in/mapping.json": "{}", "reports/there.jsonl": "" };
    for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
    await writeFile(join(folder, "keys/secret-keys"), `${KEYS}\n`, { mode: 0o600 });
    expect(await run({}, "organization", "create", "acme", "--name", "Acme")).toMatchObject({ code: 0 });
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  function run(env: Record<string, string>, ...args: string[]): Promise<CommandResult> {
    const [program = "", ...rest] = [...BOUND, process.execPath, join(BUNDLE, "cli.cjs"), ...args];
    const given = { PATH: process.env.PATH, DATABASE_URL: "sqlite:data/gateway.sqlite", SECRET_KEYS: KEYS, ...env };
    return new Promise((resolve) => {
      execFile(program, rest, { cwd: folder, env: given }, (error, stdout, stderr) =>
        resolve({ code: error ? Number(error.code) : 0, stdout, stderr }),
      );
    });
  }

  it.each(Object.entries(CASES))("write or read %s, says so in one sentence", async (_what, asked) => {
    const { args, shut = ".", mode = 0o500, env = {}, code, says } = asked;
    await chmod(join(folder, shut), mode);
    try {
      expect(await run(env, ...args)).toEqual({ code, stdout: "", stderr: `${says.replace("FOLDER", folder)}\n` });
    } finally {
      await chmod(join(folder, shut), 0o700);
    }
  });
});
