/**
 * `npm run build`: compiles the gateway, and builds the console when something that it is built from has changed. It
 * deletes nothing, since a gateway may be running from these files: assets have names of their own and come first, the
 * pages that ask for them last. Without the development packages it leaves what was built before.
 */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { cp, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

const ROOT = join(import.meta.dirname, "..");
const SOURCE = join(ROOT, "src/console");
const TARGET = join(ROOT, "dist/console");
const STAMP = join(TARGET, ".stamp");
const PAGE = join(TARGET, "index.html");

/** What the console is built from, beside its own folder. */
const INPUTS = ["schema.graphql", "package-lock.json", "scripts/build.mjs"];

const tools = { tsc: "typescript/bin/tsc", vite: "vite/bin/vite.js" };
const pathOf = (tool) => join(ROOT, "node_modules", tools[tool]);

/** Runs a tool of node_modules. Answers whether it succeeded, after it has said itself what is wrong. */
function succeeds(tool, ...args) {
  const { status, error } = spawnSync(process.execPath, [pathOf(tool), ...args], { cwd: ROOT, stdio: "inherit" });
  if (error) throw error;
  return status === 0;
}

/** A digest of everything that the console is built from. */
async function stampOf() {
  const names = await readdir(SOURCE, { recursive: true, withFileTypes: true });
  const files = names.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const hash = createHash("sha256");
  for (const file of [...files.toSorted(), ...INPUTS.map((name) => join(ROOT, name))]) {
    const content = await readFile(file);
    hash.update(`${file.slice(ROOT.length)}\0${content.length}\0`).update(content);
  }
  return hash.digest("hex");
}

/** Puts a file in place at once: a reader sees the old one or the new one. */
async function place(from, to) {
  await mkdir(dirname(to), { recursive: true });
  const beside = `${to}.${process.pid}.new`;
  await cp(from, beside);
  await rename(beside, to);
}

/** The order of files, so that nothing is there before what it needs: compressed forms, then assets, then pages. */
const rank = (name) => (/\.(?:br|gz)$/.test(name) ? 0 : name.endsWith(".html") ? 2 : 1);

/** Answers whether the console is built from what is there. */
async function buildConsole() {
  const stamp = await stampOf();
  const isBuilt = existsSync(PAGE) && (await readFile(STAMP, "utf8").catch(() => "")) === stamp;
  if (isBuilt) return true;
  await mkdir(join(ROOT, "dist"), { recursive: true });
  const fresh = await mkdtemp(join(ROOT, "dist/.console-"));
  try {
    if (!succeeds("vite", "build", SOURCE, "--outDir", fresh, "--emptyOutDir", "--logLevel", "warn")) return false;
    const entries = await readdir(fresh, { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
    for (const file of files.toSorted((one, other) => rank(one) - rank(other))) {
      const to = join(TARGET, file.slice(fresh.length));
      // A name in assets/ has a hash, so what has it already is the same.
      if (!to.startsWith(join(TARGET, "assets")) || !existsSync(to)) await place(file, to);
    }
    await writeFile(join(fresh, ".stamp"), stamp);
    await place(join(fresh, ".stamp"), STAMP);
    return true;
  } finally {
    await rm(fresh, { recursive: true, force: true });
  }
}

async function build() {
  if (!existsSync(pathOf("tsc"))) return startsWithout();
  if (!succeeds("tsc", "-b", "src")) return false;
  return !existsSync(join(SOURCE, "vite.config.ts")) || (await buildConsole());
}

/** Says what becomes of a start without the development packages. Answers whether there is anything to start. */
function startsWithout() {
  const isBuilt = existsSync(join(ROOT, "dist/src/main.js"));
  console.error(
    isBuilt
      ? "The packages that build are not installed: what was built before stays as it is."
      : "Nothing was built, and the packages that build are not installed: npm ci installs them, or bring dist with you.",
  );
  return isBuilt;
}

if (!(await build())) process.exitCode = 1;
