// Plain JavaScript, because what runs the suite needs it before anything is built.
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";

const TESTS = join(import.meta.dirname, "../..");

/** Folders with tools that are not in the gateway's own lock file. */
export const TOOL_FOLDERS = ["tools", "relay"].map((name) => join(TESTS, name));
export const FRONT_END = join(TESTS, "front-end");

/** Installs what a folder's lock file says, once. */
export async function installFolder(folder) {
  const stamp = join(folder, "node_modules/.installed");
  const lock = await readFile(join(folder, "package-lock.json"));
  const wanted = createHash("sha256").update(lock).update(process.version).digest("hex");
  if ((await readFile(stamp, "utf8").catch(() => "")) === wanted) return;
  await promisify(execFile)("npm", ["ci", "--prefer-offline", "--no-progress", "--ignore-scripts"], { cwd: folder });
  await writeFile(stamp, wanted);
}
