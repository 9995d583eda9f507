import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";

/** The tools that read schema.graphql, installed apart by tool-folders.ts. */
export const TOOLS = join(import.meta.dirname, "../..", "tools");

/** Only a tool that hangs takes so long. */
const TOOL_TIMEOUT_MS = 240_000;

/** Runs a tool as a developer does, in `cwd`. Answers its output, which an error contains too. */
export async function runTool(name: string, args: string[], cwd: string): Promise<string> {
  return run(join(TOOLS, "node_modules", ".bin", name), args, cwd);
}

/** Compiles with the repository's own compiler. */
export async function compile(project: string): Promise<string> {
  return run(join(TOOLS, "../..", "node_modules", ".bin", "tsc"), ["-p", project], project);
}

async function run(program: string, args: string[], cwd: string): Promise<string> {
  try {
    // Some tools print no errors when they think they are under test.
    const { NODE_ENV: _, VITEST: __, ...outside } = process.env;
    const env = { ...outside, NO_COLOR: "1" };
    const { stdout, stderr } = await promisify(execFile)(program, args, { cwd, env, timeout: TOOL_TIMEOUT_MS });
    return stdout + stderr;
  } catch (error) {
    const { stdout, stderr, message } = error as Error & { stdout?: string; stderr?: string };
    throw new Error(`${message}\n${stdout}\n${stderr}`);
  }
}
