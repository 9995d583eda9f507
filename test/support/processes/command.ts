import { runCommandLine } from "../../../src/command-line/command-line.js";
import type { CommandResult } from "./gateway-process.js";

/** Runs the command line inside the test's process; `runCli` runs it in its own, as people do. */
export async function runCommand(env: Record<string, string>, ...args: string[]): Promise<CommandResult> {
  let stdout = "";
  let stderr = "";
  const write = (text: string) => {
    stdout += text;
  };
  const writeError = (text: string) => {
    stderr += text;
  };
  const code = await runCommandLine(args, { env, print: (line) => write(`${line}\n`), write, writeError });
  return { code, stdout, stderr };
}
