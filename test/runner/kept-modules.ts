import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Plugin } from "vitest/config";

const ROOT = join(import.meta.dirname, "../..");

const COMPILER_OPTIONS = ["tsconfig.json", "test/front-end/tsconfig.json"]
  .map((path) => readFileSync(join(ROOT, path), "utf8"))
  .join("\n");

/** What Vitest has made of a file is kept for the next run: a run of a few files takes a fifth less of the processor. */
export const KEPT_MODULES = { fsModuleCache: true, fsModuleCachePath: join(ROOT, "node_modules/.cache/modules") };

/** Vitest knows by itself that the file, its own configuration or what is installed has changed, but not this. */
export const keptByCompilerOptions: Plugin = {
  name: "kept by compiler options",
  configureVitest({ experimental_defineCacheKeyGenerator: keepBy }) {
    keepBy(() => COMPILER_OPTIONS);
  },
};
