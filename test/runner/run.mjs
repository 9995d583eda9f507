/**
 * `npm test`: the build, then types, lint and every test at the same time. `npm test -- <filter>`: the build, then only
 * the files whose path has the filter in it; what begins with `-` is for Vitest.
 */
import { spawn } from "node:child_process";
import { FRONT_END, installFolder, TOOL_FOLDERS } from "../support/processes/installed-folder.mjs";

const given = process.argv.slice(2);

/** Runs a command. Answers whether it succeeded, and its output when that was not shown already. */
function run(command, args, isShown) {
  const child = spawn(command, args, { stdio: isShown ? "inherit" : "pipe" });
  const said = [];
  child.stdout?.on("data", (chunk) => said.push(chunk));
  child.stderr?.on("data", (chunk) => said.push(chunk));
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve({ isGood: code === 0, said: Buffer.concat(said).toString() }));
  });
}

async function check(name) {
  const { isGood, said } = await run("npm", ["run", "-s", name], false);
  if (!isGood) console.error(`\n${name}: failed, see the end\n`);
  return { name, isGood, said };
}

// What is fetched from the network is fetched while the build computes.
const installed = Promise.all([...TOOL_FOLDERS, FRONT_END].map(installFolder));
installed.catch(() => undefined);
const build = await run("npm", ["run", "-s", "build"], true);
if (!build.isGood) process.exit(1);
await installed;

const checks = given.length > 0 ? [] : [check("types"), check("lint")];
const tests = await run("vitest", ["run", "--config", "test/vitest.config.ts", ...given], true);
const checked = await Promise.all(checks);
for (const { name, isGood, said } of checked) console.log(isGood ? `${name}: good` : `\n${name}: failed\n${said}`);
process.exitCode = tests.isGood && checked.every(({ isGood }) => isGood) ? 0 : 1;
