import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";

/** Installs what a folder's lock file says, once: for tools that are not in the gateway's own lock file. */
export async function installFolder(folder: string): Promise<void> {
  const stamp = join(folder, "node_modules/.installed");
  const lock = await readFile(join(folder, "package-lock.json"));
  const wanted = createHash("sha256").update(lock).update(process.version).digest("hex");
  if ((await readFile(stamp, "utf8").catch(() => "")) === wanted) return;
  await promisify(execFile)("npm", ["ci", "--prefer-offline", "--no-progress", "--ignore-scripts"], { cwd: folder });
  await writeFile(stamp, wanted);
}
