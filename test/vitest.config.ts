import { availableParallelism } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { KEPT_MODULES, keptByCompilerOptions } from "./runner/kept-modules.js";
import { kindsOfFiles } from "./runner/kinds-of-files.js";
import { GATEWAY, orderOfFiles } from "./runner/order-of-files.js";
import { ProgressReporter } from "./runner/progress.js";
import { useMemoryForTemporaryFiles } from "./runner/temporary-folder.js";

useMemoryForTemporaryFiles();

const { processes, postgres, long, alone } = kindsOfFiles();

// Vite would take graphql's other build, and graphql-js refuses to meet itself.
const resolve = { alias: [{ find: /^graphql$/, replacement: fileURLToPath(import.meta.resolve("graphql")) }] };

const plugins = [keptByCompilerOptions];

const PRODUCTION_JSX = "front-end/node_modules/react/cjs/react-jsx-runtime.production.js";
/** React's development build keeps a stack for each element that it makes: a third of what such a test computes. */
const jsx = {
  resolve: {
    alias: [...resolve.alias, { find: /^react\/jsx-runtime$/, replacement: join(import.meta.dirname, PRODUCTION_JSX) }],
  },
  oxc: { jsx: { runtime: "automatic" as const, development: false } },
};

/**
 * Two files of four wait at most times. Each worker imports and compiles the gateway anew: with one more the whole takes a
 * sixth more of the processors.
 */
const WAITING_WORKERS = 2;

const OPTIMIZE_LATE = join(import.meta.dirname, "runner/optimize-late.cjs");

/** `--mode quick` runs on SQLite alone what needs neither PostgreSQL nor processes nor long. */
export default defineConfig(({ mode }) => {
  const isQuick = mode === "quick";
  const leftOut = isQuick ? [...processes, ...postgres, ...long] : [];
  const everywhere = {
    // Only what hangs takes so long: a busy machine makes ten times of seconds.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    expect: { poll: { timeout: 120_000 } },
    setupFiles: [
      "./support/gateway/metadata.ts",
      "./support/databases/left-open.ts",
      "./support/oauth/followed-promises.ts",
      "./support/processes/unexpected-ends.ts",
    ],
    // Most of what a test makes is soon garbage, and no core is idle that could help to collect it. What stays is loaded
    // code: V8 would search it for garbage again and again while it grows.
    execArgv: [
      "--max-semi-space-size=64",
      "--initial-old-space-size=1024",
      "--single-threaded-gc",
      "--require",
      OPTIMIZE_LATE,
    ],
    // As Node does, and so production; otherwise each name of a package is looked up through a proxy.
    deps: { interopDefault: false },
    experimental: KEPT_MODULES,
    provide: { databaseKinds: isQuick ? ["sqlite" as const] : ["sqlite" as const, "postgres" as const] },
  };
  const gateway = {
    ...everywhere,
    name: GATEWAY,
    include: ["**/*.test.ts"],
    exclude: ["**/node_modules/**", "front-end/**", ...alone, ...leftOut],
    globalSetup: isQuick
      ? []
      : [
          "./support/processes/tool-folders.ts",
          "./support/browser/say-without-browser.ts",
          "./support/databases/say-without-servers.ts",
        ],
    // Files share what they have imported: that is half of their time.
    isolate: false,
  };
  const apart = { ...everywhere, name: "alone", include: alone, exclude: leftOut };
  const frontEnd = {
    ...everywhere,
    name: "front end",
    include: ["front-end/*.test.{ts,tsx}"],
    globalSetup: ["./support/processes/bundle.ts", "./front-end/prepare.ts"],
    setupFiles: ["./front-end/document.ts", "./support/processes/unexpected-ends.ts"],
    isolate: false,
  };
  return {
    test: {
      experimental: KEPT_MODULES,
      root: import.meta.dirname,
      globalSetup: isQuick ? [] : ["./support/databases/postgres-cluster.ts", "./support/processes/bundle.ts"],
      projects: [
        ...[gateway, apart].map((test) => ({ plugins, resolve, test })),
        ...(isQuick ? [] : [{ ...jsx, plugins, test: frontEnd }]),
      ],
      pool: "forks",
      maxWorkers: availableParallelism() + WAITING_WORKERS,
      sequence: { sequencer: orderOfFiles({ processes, long }) },
      // CI reads its closing line from the JSON report.
      reporters: [new ProgressReporter(), ["json", { outputFile: "../node_modules/.cache/vitest.json" }]],
    },
  };
});
