import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";

const TESTS = join(import.meta.dirname, "..");

/** Vitest's global setup: installs the folders below test/ that have a lock file of their own, when it has changed. */
export default async function setup(): Promise<void> {
  for (const name of await readdir(TESTS)) {
    const folder = join(TESTS, name);
    const lock = await readFile(join(folder, "package-lock.json")).catch(() => undefined);
    if (lock) await install(folder, createHash("sha256").update(lock).digest("hex"));
  }
}

async function install(folder: string, lockHash: string): Promise<void> {
  const stamp = join(folder, "node_modules", ".lock-hash");
  if ((await readFile(stamp, "utf8").catch(() => "")) === lockHash) return;
  console.log(`Installing ${folder}`);
  await promisify(execFile)("npm", ["ci", "--ignore-scripts"], { cwd: folder });
  await writeFile(stamp, lockHash);
}
