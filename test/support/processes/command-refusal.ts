import { expect } from "vitest";
import type { CommandResult } from "./gateway-process.js";

/**
 * Expects the command line to refuse: a code, nothing on stdout, a message with the problem, no stack, nothing
 * internal.
 */
export function expectRefusal(result: CommandResult, problem: RegExp): void {
  expect(result.code).toBeGreaterThan(0);
  expect(result.stdout).toBe("");
  expect(result.stderr).toMatch(problem);
  expect(result.stderr).not.toMatch(/^\s+at |node:internal|\.js:\d+|SQLITE_|QueryFailed/m);
}
