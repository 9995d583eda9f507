// A smoke run on each Node that is supported: start, first mutation, rotation, token, console. The package `node` brings them.
import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { smoke } from "./smoke.mjs";

const SUPPORTED = ["20.19.0", "22", "24"];
const TOO_OLD = "18";
const ROOT = join(import.meta.dirname, "../..");

const run = promisify(execFile);

/** The path of this version's binary, which npm keeps once it has it. */
async function nodeOf(version) {
  const args = ["exec", "--yes", `--package=node@${version}`, "--", "node", "-p", "process.execPath"];
  const { stdout } = await run("npm", args, { timeout: 300_000 }).catch((error) => {
    throw new Error(`npm cannot bring it: ${error.stderr || error.message}`);
  });
  return stdout.trim();
}

async function refuses(node) {
  const { code, stderr } = await run(node, [join(ROOT, "scripts/demand-node.cjs")]).catch((error) => error);
  if (code !== 1 || !/ 20\.19 or newer.* 18\./.test(stderr)) throw new Error(`it is not refused: ${stderr}`);
  return "refused in one sentence";
}

const failures = [];
for (const version of [TOO_OLD, ...SUPPORTED]) {
  try {
    const node = await nodeOf(version);
    const outcome = version === TOO_OLD ? await refuses(node) : await smoke(node, ROOT);
    console.log(`Node ${version}: ${outcome}`);
  } catch (error) {
    failures.push(version);
    console.error(`Node ${version}: ${error.message}`);
  }
}
if (failures.length > 0) {
  console.error(`check:node failed on Node ${failures.join(", ")}.`);
  process.exit(1);
}
