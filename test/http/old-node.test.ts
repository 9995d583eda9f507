import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const ROOT = join(import.meta.dirname, "../..");
const SCRIPT = "scripts/demand-node.cjs";

/** Loaded before anything else, so that this script, and only this one, takes the running Node for another. */
const pretending = (version: string) => `if (/demand-node/.test(process.argv[1]))
  Object.defineProperty(process, "versions", { value: { ...process.versions, node: "${version}" } });`;

describe("a Node that is too old", () => {
  let clone: string;

  beforeAll(async () => {
    clone = await mkdtemp(join(tmpdir(), "gateway-old-node-"));
    for (const name of ["package.json", "tsconfig.json", "ormconfig.ts", "scripts", "src"]) {
      await cp(join(ROOT, name), join(clone, name), { recursive: true });
    }
    await symlink(join(ROOT, "node_modules"), join(clone, "node_modules"));
  });
  afterAll(() => rm(clone, { recursive: true, force: true }));

  async function runOn(version: string, command: string, ...args: string[]) {
    await writeFile(join(clone, "pretend.cjs"), pretending(version));
    const env = { PATH: process.env.PATH, HOME: process.env.HOME, NODE_OPTIONS: "--require ./pretend.cjs" };
    return new Promise<{ code: unknown; stderr: string }>((resolve) => {
      execFile(command, args, { cwd: clone, env }, (error, _stdout, stderr) =>
        resolve({ code: error?.code ?? 0, stderr }),
      );
    });
  }

  it.each([
    { version: "18.20.8", args: ["start"] },
    { version: "16.20.2", args: ["run", "-s", "cli", "--", "organization", "list"] },
  ])("$version gets one sentence from npm $args before anything is built", async ({ version, args }) => {
    const { code, stderr } = await runOn(version, "npm", ...args);
    expect(code).toBe(1);
    const said = stderr.split("\n").filter((line) => line !== "" && !line.startsWith("npm "));
    expect(said).toEqual([
      `oauth-app-gateway needs Node.js 20.19 or newer, and this is ${version}: see https://nodejs.org`,
    ]);
    expect(existsSync(join(clone, "dist"))).toBe(false);
    expect(existsSync(join(clone, "data"))).toBe(false);
  });

  it.each([
    ["18.20.8", 1],
    ["20.9.0", 1],
    ["20.18.3", 1],
    ["20.19.0", 0],
    ["20.100.0", 0],
    ["22.0.0", 0],
    ["100.0.0", 0],
  ])("is not, or is, %s", async (version, code) => {
    expect((await runOn(version, process.execPath, SCRIPT)).code).toBe(code);
  });

  it("can read the script that refuses it", async () => {
    const text = await readFile(join(ROOT, SCRIPT), "utf8");
    expect(text).not.toMatch(/\b(?:let|const|class|import|async|await)\b|=>|`|\?\.|\?\?|\.\.\./);
  });
});
