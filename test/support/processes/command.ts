import { runCommandLine } from "../../../src/command-line/command-line.js";
import type { Terminal } from "../../../src/command-line/terminal.js";
import type { CommandResult } from "./gateway-process.js";

/** A terminal at which nobody looks, with nothing on standard input. */
export const UNWATCHED = {
  read: async () => "",
  async *pieces() {},
  isWatched: false,
  isPrintWatched: false,
  onUnheard: () => undefined,
  printed: async () => undefined,
  print: () => undefined,
  write: () => undefined,
  writeError: () => undefined,
} satisfies Terminal;

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
  async function* pieces() {
    yield Buffer.from(await read());
  }
  const code = await runCommandLine(args, { ...UNWATCHED, env, read, pieces, print, write, writeError });
  return { code, stdout, stderr };
}
