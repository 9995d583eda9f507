import { closeSync, constants, fstatSync, ftruncateSync, openSync, realpathSync, statSync } from "node:fs";
import { isEarlierReport } from "./earlier-report.js";
import type { Unlock } from "./file-lock.js";
import { fileProblem } from "./file-problems.js";

/** It is emptied only once nobody else writes it. */
const UNEMPTIED = constants.O_WRONLY | constants.O_CREAT | constants.O_APPEND;

/** A report that nobody else writes. */
export interface OpenedReport {
  file: number;
  unlock: Unlock;
}

/** Opens a file and empties it, where nothing is lost by that. */
export async function openReport(path: string, misuse: (problem: string) => never): Promise<OpenedReport> {
  const file = openedUnemptied(path, misuse);
  // A device has no beginning that could be lost.
  if (!fstatSync(file).isFile()) return { file, unlock: () => undefined };
  const lock = `${realpathSync(path)}.lock`;
  // Loaded only where it is needed.
  const { lockFile } = await import("./file-lock.js");
  const unlock = await lockFile(lock).catch((error: unknown) => {
    closeSync(file);
    return misuse(`--report: ${lock} cannot be locked: ${fileProblem(error)}`);
  });
  if (unlock) {
    ftruncateSync(file);
    return { file, unlock };
  }
  closeSync(file);
  return misuse(`--report: another import is writing ${path}: name another file, or wait for its end`);
}

function openedUnemptied(path: string, misuse: (problem: string) => never): number {
  try {
    if (mayBeEmptied(path)) return openSync(path, UNEMPTIED, 0o600);
  } catch (error) {
    return misuse(`--report: ${path} cannot be written: ${fileProblem(error)}`);
  }
  return misuse(`--report: ${path} is there and is no report: name another file, or remove it`);
}

/** Whether nothing is lost with what a file has: it is new, empty, a device, or an earlier report. */
function mayBeEmptied(path: string): boolean {
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found?.isFile() || found.size === 0) return true;
  const file = openSync(path, "r");
  try {
    return isEarlierReport(file);
  } finally {
    closeSync(file);
  }
}
