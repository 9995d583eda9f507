import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { noteUnexpectedEnd } from "./last-words.js";

/** Where `bundle.ts` puts the built gateway and its command line. */
export const BUNDLE = join(import.meta.dirname, "../../../node_modules/.cache/gateway-bundle");

/** A gateway in its own process, as `npm start` runs it: for crashes, signals, and several at once. */
export interface GatewayProcess {
  url: string;
  metricsUrl: string | undefined;
  child: ChildProcess;
  stdout(): string;
  stderr(): string;
  /** Sends a signal and answers the exit code, or null when the signal ended the process. */
  kill(signal: NodeJS.Signals): Promise<number | null>;
}

/** Starts the built gateway (build it first) on a free port; resolves when it listens, rejects when it exits. */
export async function startGatewayProcess(
  env: Record<string, string>,
  /** How many files it may open; by default as many as the test. */
  openFiles?: number,
): Promise<GatewayProcess> {
  const limit = openFiles === undefined ? "" : `ulimit -n ${openFiles}; `;
  const child = spawn("/bin/sh", ["-c", `${limit}exec "$0" "$@"`, process.execPath, join(BUNDLE, "main.cjs")], {
    env: { PATH: process.env.PATH, PORT: "0", RATE_LIMIT_PER_MINUTE: "0", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let stdout = "";
  let stderr = "";
  child.stdout.on("data", (chunk) => {
    stdout += chunk;
  });
  // Its last words come before this, and may come after its exit.
  const exited = once(child, "close");
  /** From when it listens until it is sent a signal. */
  let isMeantToLive = false;
  child.once("exit", (code, signal) => {
    if (isMeantToLive) noteUnexpectedEnd("A gateway", signal ?? code, stderr);
  });
  child.stderr.on("data", (chunk) => {
    stderr += chunk;
  });
  const url = await new Promise<string>((resolve, reject) => {
    const find = () => {
      const listening = /"url":"([^"]+)".*"msg":"listening"/.exec(stderr);
      if (!listening?.[1]) return;
      // Under load its log is long, and every chunk of it comes by here.
      child.stderr.off("data", find);
      resolve(listening[1]);
    };
    child.stderr.on("data", find);
    exited.then(([code, signal]) => reject(new Error(`The gateway exited with ${signal ?? code}: ${stderr}`)));
  });
  isMeantToLive = true;
  return {
    url,
    metricsUrl: /"metricsUrl":"([^"]+)"/.exec(stderr)?.[1],
    child,
    stdout: () => stdout,
    stderr: () => stderr,
    async kill(signal) {
      isMeantToLive = false;
      child.kill(signal);
      const [code] = await exited;
      return code;
    },
  };
}

export interface CommandResult {
  code: number;
  stdout: string;
  stderr: string;
}

/** Runs the command line of the built gateway in a process of its own. */
export function runCli(env: Record<string, string>, ...args: string[]): Promise<CommandResult> {
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [join(BUNDLE, "cli.cjs"), ...args],
      { env: { PATH: process.env.PATH, ...env } },
      (error, stdout, stderr) => resolve({ code: error ? Number(error.code) : 0, stdout, stderr }),
    );
  });
}
