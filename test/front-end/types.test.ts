import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";

const TSC = join(import.meta.dirname, "../../node_modules/typescript/bin/tsc");

/** What the compiler says about a project; nothing when it is content. */
async function complaints(project: string): Promise<string> {
  const compile = promisify(execFile)(process.execPath, [TSC, "-p", project], { cwd: import.meta.dirname });
  return compile.then(
    () => "",
    (error: { stdout: string; stderr: string }) => error.stdout + error.stderr,
  );
}

describe("the types that codegen makes of the live schema", () => {
  it("let the front end compile under strict, for a browser and with nothing of Node", async () => {
    expect(await complaints("src")).toBe("");
  });

  it("let the compiler find what a front end gets wrong, and its tests compile", async () => {
    expect(await complaints(".")).toBe("");
  });
});
