import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

export default defineConfig({
  // Vite would take graphql's other build, and graphql-js refuses to meet itself.
  resolve: { alias: [{ find: /^graphql$/, replacement: fileURLToPath(import.meta.resolve("graphql")) }] },
  test: {
    root: import.meta.dirname,
    projects: [
      {
        extends: true,
        test: {
          name: "gateway",
          include: ["**/*.test.ts"],
          exclude: ["**/node_modules/**", "front-end/**"],
          globalSetup: ["./support/tool-folders.ts", "./support/postgres-cluster.ts"],
        },
      },
      {
        extends: true,
        test: {
          name: "front end",
          include: ["front-end/*.test.{ts,tsx}"],
          globalSetup: ["./front-end/prepare.ts"],
          setupFiles: ["./front-end/document.ts"],
        },
      },
    ],
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
