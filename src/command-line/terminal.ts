import { statSync } from "node:fs";
import type { Config } from "../config.js";
import { sqlitePathOf } from "../database/data-source.js";
import { fileProblem } from "../file-problems.js";

/** The environment of the command line, and where it prints. */
export interface Terminal {
  /** Default: the process's environment. */
  env?: NodeJS.ProcessEnv;
  /** All that comes on standard input. */
  read(): Promise<string>;
  /** The same, piece by piece. */
  pieces(): AsyncIterable<Buffer>;
  /** Whether a person looks at what `writeError` writes. */
  isWatched: boolean;
  /** Whether a person looks at what `print` prints. */
  isPrintWatched: boolean;
  /** What is done when nobody reads, or nothing takes, what is printed; by default the process ends with 1. */
  onUnheard(act: (error: Error) => void): void;
  /** Resolves when all that was printed is taken, or `onUnheard` has been told that it is not. */
  printed(): Promise<void>;
  /** Prints a result; the line ending is added. */
  print(line: string): void;
  /** Prints what commander says, which has its line endings. */
  write(text: string): void;
  /** Prints a problem, which has its line endings. */
  writeError(text: string): void;
}

/** Ends a command that was used wrongly, and says how. */
export type Misuse = (problem: string) => never;

/** A command has failed, and what it printed says so. */
export class ReportedFailure extends Error {}

/** Prints a result as one line of JSON. */
export function printJson(io: Terminal, value: object): void {
  io.print(JSON.stringify(value));
}

/** Throws when the SQLite file does not exist, where opening it would create an empty one. */
export function demandDatabase({ databaseUrl }: Config): void {
  const path = sqlitePathOf(databaseUrl);
  if (path === undefined) return;
  try {
    if (statSync(path, { throwIfNoEntry: false })) return;
  } catch (error) {
    throw new Error(`The database ${path} cannot be opened: ${fileProblem(error)}.`);
  }
  throw new Error(`There is no database at ${path}. Is DATABASE_URL the same as the gateway's?`);
}
