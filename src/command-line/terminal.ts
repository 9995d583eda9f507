import { existsSync } from "node:fs";
import type { Config } from "../config.js";
import { sqlitePathOf } from "../database/data-source.js";

/** What the command line is run with, and where it writes. */
export interface Terminal {
  /** By default the process's. */
  env?: NodeJS.ProcessEnv;
  /** A result, without its end of line. */
  print(line: string): void;
  /** What commander says, with its ends of lines. */
  write(text: string): void;
  /** A problem, in the same way. */
  writeError(text: string): void;
}

export function printJson(io: Terminal, value: object): void {
  io.print(JSON.stringify(value));
}

/** Throws instead of making a new SQLite file where none is: what is asked for could not be in it. */
export function demandDatabase({ databaseUrl }: Config): void {
  const path = sqlitePathOf(databaseUrl);
  if (path === undefined || existsSync(path)) return;
  throw new Error(`There is no database at ${path}. Is DATABASE_URL the same as the gateway's?`);
}
