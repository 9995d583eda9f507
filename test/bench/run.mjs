// Measures the gateway beside its peers: npm run bench [-- --quick [--postgres] --only W1,W3], npm run -s bench -- --json
// Or beside itself at another commit, which ends with 1 when a work got slower: npm run bench -- --against HEAD~1
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";

const { values: options } = parseArgs({
  options: {
    quick: { type: "boolean" },
    json: { type: "boolean" },
    against: { type: "string" },
    only: { type: "string" },
    postgres: { type: "boolean" },
  },
});

installPeers();
const { bench, WORK_NAMES } = await import("./bench.mjs");
const { compare } = await import("./against.mjs");

const folder = mkdtempSync(join(tmpdir(), "gateway-bench-"));
try {
  const only = options.only?.split(",");
  for (const name of only ?? []) {
    if (!WORK_NAMES.includes(name)) throw new Error(`--only: ${name} is none of ${WORK_NAMES}`);
  }
  const quick = options.quick === true;
  const plan = {
    folder,
    quick,
    postgres: options.postgres ?? !quick,
    // The data set of W7 takes minutes.
    isWanted: (name) => only?.includes(name) ?? !(quick && name === "W7"),
  };
  const report = options.against === undefined ? await bench(plan) : await compare(options.against, plan);
  if (report.isSlower || report.isUnclear) process.exitCode = 1;
  if (options.json) process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** What users of the gateway need not have is installed here, when it is missing or another than the lock file's. */
function installPeers() {
  const folder = import.meta.dirname;
  const { packages } = JSON.parse(readFileSync(join(folder, "package-lock.json"), "utf8"));
  const missing = Object.entries(packages).some(
    ([path, { version }]) => path !== "" && versionOf(join(folder, path)) !== version,
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
