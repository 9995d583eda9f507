import { expect } from "vitest";
import type { CommandResult } from "./gateway-process.js";

/** How the command line refuses: a code, nothing on stdout, words that name the problem, no stack and no inside. */
export function expectRefusal(result: CommandResult, problem: RegExp): void {
  expect(result.code).toBeGreaterThan(0);
  expect(result.stdout).toBe("");
  expect(result.stderr).toMatch(problem);
  expect(result.stderr).not.toMatch(/^\s+at |node:internal|\.js:\d+|SQLITE_|QueryFailed/m);
}
