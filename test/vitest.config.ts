import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

export default defineConfig({
  // Vite would take graphql's other build, and graphql-js refuses to meet itself.
  resolve: { alias: [{ find: /^graphql$/, replacement: fileURLToPath(import.meta.resolve("graphql")) }] },
  test: {
    root: import.meta.dirname,
    include: ["**/*.test.ts"],
    globalSetup: ["./support/tool-folders.ts", "./support/postgres-cluster.ts"],
    pool: "forks",
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // CI reads its closing line from the JSON report.
    reporters: process.env.CI
      ? ["default", ["json", { outputFile: "../node_modules/.cache/vitest.json" }]]
      : ["default"],
  },
});
