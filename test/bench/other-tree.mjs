import { execFileSync } from "node:child_process";
import { readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "./systems.mjs";

/**
 * Another commit of this repository, built in a folder of its own; with this tree's dependencies when they are the same.
 * Answers its short name and where it is.
 */
export function buildCommit(commit, folder) {
  const root = join(folder, "tree");
  const name = git(ROOT, "rev-parse", "--short", "--verify", `${commit}^{commit}`);
  git(ROOT, "clone", "--quiet", "--shared", "--no-checkout", ROOT, root);
  git(root, "checkout", "--quiet", "--detach", name);
  if (lockFileOf(root) === lockFileOf(ROOT)) symlinkSync(join(ROOT, "node_modules"), join(root, "node_modules"));
  else npm(root, "ci");
  npm(root, "run", "-s", "build");
  return { name, root };
}

function lockFileOf(root) {
  return readFileSync(join(root, "package-lock.json"), "utf8");
}

function git(root, ...command) {
  return execFileSync("git", command, { cwd: root, encoding: "utf8" }).trim();
}

function npm(root, ...command) {
  execFileSync("npm", command, { cwd: root, stdio: ["ignore", 2, 2] });
}
