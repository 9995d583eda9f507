import { runCommandLine } from "../../../src/command-line/command-line.js";
import type { CommandResult } from "./gateway-process.js";

/** Runs the command line inside the test's process; `runCli` runs it in its own, as people do. */
export function runCommand(env: Record<string, string>, ...args: string[]): Promise<CommandResult> {
  return runCommandWith("", env, ...args);
}

/** As `runCommand`, with this on standard input; a function is called once it is read. */
export async function runCommandWith(
  stdin: string | (() => Promise<string>),
  env: Record<string, string>,
  ...args: string[]
): Promise<CommandResult> {
  let stdout = "";
  let stderr = "";
  const write = (text: string) => {
    stdout += text;
  };
  const writeError = (text: string) => {
    stderr += text;
  };
  const print = (line: string) => write(`${line}\n`);
  const read = async () => (typeof stdin === "string" ? stdin : await stdin());
  const input = {
    read,
    pieces: async function* () {
      yield Buffer.from(await read());
    },
    isWatched: false,
    isPrintWatched: false,
    onUnheard: () => undefined,
    printed: async () => undefined,
  };
  const code = await runCommandLine(args, { env, ...input, print, write, writeError });
  return { code, stdout, stderr };
}
