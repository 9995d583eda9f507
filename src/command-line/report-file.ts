import { closeSync, constants, fstatSync, ftruncateSync, openSync, realpathSync, statSync } from "node:fs";
import { basename, dirname } from "node:path";
import { fileProblem } from "../file-problems.js";
import { isEarlierReport } from "./earlier-report.js";
import type { Unlock } from "./file-lock.js";

/** What follows the name of a report in that of its lock, which nobody else has for a file. */
const LOCK = ".oauth-app-gateway-lock";

/** It is emptied only once nobody else writes it. */
const UNEMPTIED = constants.O_CREAT | constants.O_APPEND;

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
  let unlock: Unlock | undefined;
  try {
    unlock = await lockOf(path, misuse);
    // Looked at only now: until then another import may have written it.
    if (!isEarlierReport(file)) misuse(`--report: ${path} is there and is no report: name another file, or remove it`);
    ftruncateSync(file);
    return { file, unlock };
  } catch (error) {
    closeSync(file);
    unlock?.();
    throw error;
  }
}

/** Opens a file to be looked at and written, and a device to be written. */
function openedUnemptied(path: string, misuse: (problem: string) => never): number {
  try {
    const isFile = statSync(path, { throwIfNoEntry: false })?.isFile() ?? true;
    return openSync(path, UNEMPTIED | (isFile ? constants.O_RDWR : constants.O_WRONLY), 0o600);
  } catch (error) {
    return misuse(`--report: ${path} cannot be written: ${fileProblem(error)}`);
  }
}

async function lockOf(path: string, misuse: (problem: string) => never): Promise<Unlock> {
  const lock = realpathSync(path) + LOCK;
  // Loaded only where it is needed.
  const { lockFile } = await import("./file-lock.js");
  const unlock = await lockFile(lock).catch((error: unknown) =>
    misuse(
      `--report: ${basename(lock)} in ${dirname(lock)}, which keeps other imports out, cannot be locked: ${fileProblem(error)}`,
    ),
  );
  return unlock ?? misuse(`--report: another import is writing ${path}: name another file, or wait for its end`);
}
