import { randomBytes } from "node:crypto";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "pg";
import { inject } from "vitest";
import { Database } from "../../../src/database/database.js";
import { connected } from "./connected.js";
import { watchDatabases } from "./open-databases.js";

watchDatabases(Database);

export type DatabaseKind = "sqlite" | "postgres";

declare module "vitest" {
  interface ProvidedContext {
    /** Both, or SQLite alone in a quick run. */
    databaseKinds: DatabaseKind[];
  }
}

/** Tests of data run on both: `describe.each(DATABASE_KINDS)("… on %s", (kind) => …)`. */
export const DATABASE_KINDS: DatabaseKind[] = inject("databaseKinds");

/** An empty database and the environment variables that point a gateway at it. */
export interface TestDatabase {
  kind: DatabaseKind;
  url: string;
  /** The folder of the SQLite file and its key file; undefined on PostgreSQL. */
  folder: string | undefined;
  env: { DATABASE_URL: string; SECRET_KEYS?: string };
  /** Runs raw SQL without the gateway. Answers its rows. */
  query(sql: string): Promise<Record<string, unknown>[]>;
  drop(): Promise<void>;
}

export async function createDatabase(kind: DatabaseKind): Promise<TestDatabase> {
  return kind === "sqlite" ? createSqlite() : createPostgres(inject("postgresUrl"));
}

/** A new database with the gateway's tables in it: creating them takes as long as the gateway's own start. */
export async function createMigratedDatabase(kind: DatabaseKind): Promise<TestDatabase> {
  if (kind === "sqlite") {
    migratedFile ??= readMigratedFile();
    return createSqlite(await migratedFile);
  }
  const clusterUrl = inject("postgresUrl");
  template ??= migratedTemplate(clusterUrl);
  // Nothing is synced here, so that copied files cost half of pages copied through the log.
  return createPostgres(clusterUrl, `TEMPLATE ${await template} STRATEGY FILE_COPY`);
}

let migratedFile: Promise<Buffer> | undefined;

/** An SQLite file with the gateway's tables in it. */
async function readMigratedFile(): Promise<Buffer> {
  const { url, folder, drop } = await createSqlite();
  try {
    await (await Database.open({ url })).close();
    return await readFile(join(folder, FILE));
  } finally {
    await drop();
  }
}

let template: Promise<string> | undefined;

/** The database from which migrated ones are copied; made once for all workers. */
async function migratedTemplate(clusterUrl: string): Promise<string> {
  const client = new Client({ connectionString: clusterUrl });
  await client.connect();
  try {
    await client.query("SELECT pg_advisory_lock(1)");
    const { rowCount } = await client.query("SELECT FROM pg_database WHERE datname = 'migrated'");
    if (rowCount === 0) {
      const { name, url } = await createPostgres(clusterUrl);
      await (await connected(() => Database.open({ url }))).close();
      await client.query(`ALTER DATABASE ${name} RENAME TO migrated`);
    }
  } finally {
    await client.end();
  }
  return "migrated";
}

const FILE = "gateway.sqlite";

async function createSqlite(content?: Buffer): Promise<TestDatabase & { folder: string }> {
  const folder = await mkdtemp(join(tmpdir(), "gateway-sqlite-"));
  const path = join(folder, FILE);
  if (content) await writeFile(path, content, { mode: 0o600 });
  const url = `sqlite:${path}`;
  return {
    kind: "sqlite",
    url,
    folder,
    env: { DATABASE_URL: url },
    query: (sql) => querySqlite(path, sql),
    drop: () => rm(folder, { recursive: true, force: true }),
  };
}

/** The default collation is ICU's, because production databases rarely have C. */
const EMPTY = "TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C' LOCALE_PROVIDER icu ICU_LOCALE 'en-US'";

export async function createPostgres(clusterUrl: string, made = EMPTY): Promise<TestDatabase & { name: string }> {
  const name = `test_${randomBytes(6).toString("hex")}`;
  await queryPostgres(clusterUrl, `CREATE DATABASE ${name} ${made}`);
  const url = clusterUrl.replace(/\/postgres$/, `/${name}`);
  return {
    name,
    kind: "postgres",
    url,
    folder: undefined,
    env: { DATABASE_URL: url, SECRET_KEYS: `k1:${randomBytes(32).toString("base64")}` },
    query: (sql) => queryPostgres(url, sql),
    drop: () => dropPostgres(clusterUrl, url, name),
  };
}

/** A connection for each database, between two queries: making one costs the server as much as several statements. */
const idle = new Map<string, Client>();

export async function queryPostgres(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = idle.get(url) ?? (await connect(url));
  idle.delete(url);
  try {
    const { rows } = await client.query(sql);
    if (idle.has(url)) await client.end();
    else idle.set(url, client);
    return rows;
  } catch (error) {
    // Perhaps in the middle of a transaction.
    await client.end();
    throw error;
  }
}

async function connect(url: string): Promise<Client> {
  const client = new Client({ connectionString: url });
  // The server has ended it.
  client.on("error", () => idle.get(url) === client && idle.delete(url));
  await client.connect();
  return client;
}

async function dropPostgres(clusterUrl: string, url: string, name: string): Promise<void> {
  await idle.get(url)?.end();
  idle.delete(url);
  await queryPostgres(clusterUrl, `DROP DATABASE ${name} WITH (FORCE)`);
}

export async function querySqlite(path: string, sql: string): Promise<Record<string, unknown>[]> {
  const { default: sqlite3 } = await import("sqlite3");
  const database = new sqlite3.Database(path);
  try {
    return await new Promise((resolve, reject) =>
      database.all<Record<string, unknown>>(sql, (error, rows) => (error ? reject(error) : resolve(rows))),
    );
  } finally {
    await new Promise((resolve) => database.close(resolve));
  }
}
