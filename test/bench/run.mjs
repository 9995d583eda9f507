// Measures the gateway beside its peers: npm run bench [-- --quick --only W1,W3 --database postgres], npm run -s bench -- --json
// Or beside itself at another commit, which ends with 1 when a work got slower: npm run bench -- --against HEAD~1
// Both databases are measured, and SQLite alone with --quick, unless --database (or --postgres: both) says otherwise. What
// fails is in the report, the rest goes on, and it ends with 1.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";

const { values: options } = parseArgs({
  options: {
    quick: { type: "boolean" },
    json: { type: "boolean" },
    against: { type: "string" },
    only: { type: "string" },
    postgres: { type: "boolean" },
    database: { type: "string" },
  },
});

installPeers();
const { bench } = await import("./bench.mjs");
const { compare } = await import("./against.mjs");
const { Failures } = await import("./failures.mjs");
const { WORK_NAMES } = await import("./works.mjs");

const DATABASES = ["sqlite", "postgres"];

const quick = options.quick === true;
const only = listed("only", WORK_NAMES);
const plan = {
  quick,
  databases: listed("database", DATABASES) ?? (quick && !options.postgres ? ["sqlite"] : DATABASES),
  // The data set of W7 takes minutes.
  isWanted: (name) => only?.includes(name) ?? !(quick && name === "W7"),
};
const failures = new Failures();
const report = { node: process.version, cpus: cpus().length, quick, failures: failures.noted };
const folder = mkdtempSync(join(tmpdir(), "gateway-bench-"));
try {
  await failures.of("the benchmark", () =>
    options.against === undefined
      ? bench(report, failures, { folder, ...plan })
      : compare(options.against, report, failures, { folder, ...plan }),
  );
} finally {
  rmSync(folder, { recursive: true, force: true });
}
if (report.isSlower || report.isUnclear || failures.noted.length > 0) process.exitCode = 1;
if (options.json) process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);

/** The values of an option, separated by commas; undefined when it is not given. */
function listed(option, known) {
  const values = options[option]?.split(",");
  for (const value of values ?? []) {
    if (!known.includes(value)) throw new Error(`--${option}: ${value} is none of ${known}`);
  }
  return values;
}

/** What users of the gateway need not have is installed here, when it is missing or another than the lock file's. */
function installPeers() {
  const folder = import.meta.dirname;
  const { packages } = JSON.parse(readFileSync(join(folder, "package-lock.json"), "utf8"));
  const missing = Object.entries(packages).some(
    // Optional ones are not for every machine.
    ([path, { version, optional }]) => path !== "" && !optional && versionOf(join(folder, path)) !== version,
  );
  if (missing) execFileSync("npm", ["ci"], { cwd: folder, stdio: ["ignore", 2, 2] });
}

function versionOf(folder) {
  try {
    return JSON.parse(readFileSync(join(folder, "package.json"), "utf8")).version;
  } catch {
    return undefined;
  }
}
