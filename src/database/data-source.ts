import "reflect-metadata";
import sqlite3 from "sqlite3";
import { DataSource, type DataSourceOptions, type Logger } from "typeorm";
import { ApiToken } from "../model/api-token.js";
import { AuditEvent } from "../model/audit-event.js";
import { ClientSecret } from "../model/client-secret.js";
import { OAuthApplication } from "../model/oauth-application.js";
import { Organization } from "../model/organization.js";
import { RetiredClientId } from "../model/retired-client-id.js";
import { MIGRATIONS } from "./migrations/index.js";
import { SnakeCaseNaming } from "./naming.js";

/** How long a request waits for a connection of the pool, and a statement for a lock of SQLite's file. */
const CONNECTION_TIMEOUT_MS = 1500;
const STATEMENT_TIMEOUT_MS = 10_000;
const SQLITE_BUSY_TIMEOUT_MS = 5000;

/** TypeORM calls `verbose()`, which would put every query's parameters into the stack of its errors. */
const quietSqlite3 = { ...sqlite3, verbose: () => sqlite3 };

const SHARED = {
  entities: [Organization, OAuthApplication, ClientSecret, ApiToken, AuditEvent, RetiredClientId],
  migrations: MIGRATIONS,
  synchronize: false,
  namingStrategy: new SnakeCaseNaming(),
  // Without this, an undefined condition is silently dropped and with it the tenant's filter.
  invalidWhereValuesBehavior: { null: "throw", undefined: "throw" },
} satisfies Partial<DataSourceOptions>;

/** The path of the SQLite file in a `sqlite:` URL, or undefined for a PostgreSQL URL. */
export function sqlitePathOf(databaseUrl: string): string | undefined {
  return databaseUrl.startsWith("sqlite:") ? databaseUrl.slice("sqlite:".length) : undefined;
}

/** The data source that writes: on SQLite its only connection, on PostgreSQL the pool. */
export function writerDataSource(databaseUrl: string, poolSize: number, logger?: Logger): DataSource {
  const path = sqlitePathOf(databaseUrl);
  if (path !== undefined) return sqliteDataSource(path, sqlite3.OPEN_READWRITE | sqlite3.OPEN_CREATE, logger);
  return postgresDataSource(
    databaseUrl,
    poolSize,
    {
      statement_timeout: STATEMENT_TIMEOUT_MS,
      query_timeout: STATEMENT_TIMEOUT_MS + 1000,
      idle_in_transaction_session_timeout: STATEMENT_TIMEOUT_MS,
    },
    logger,
  );
}

/** Two connections without time limits, for migrations: one holds the lock, the other works. */
export function postgresMigrationDataSource(databaseUrl: string): DataSource {
  return postgresDataSource(databaseUrl, 2, {});
}

/** A second, read-only connection to the same SQLite file. */
export function sqliteReaderDataSource(path: string, logger?: Logger): DataSource {
  return sqliteDataSource(path, sqlite3.OPEN_READONLY, logger);
}

function postgresDataSource(url: string, poolSize: number, timeouts: object, logger?: Logger): DataSource {
  return new DataSource({
    ...SHARED,
    ...logging(logger),
    type: "postgres",
    url,
    poolSize,
    applicationName: "oauth-app-gateway",
    extra: { connectionTimeoutMillis: CONNECTION_TIMEOUT_MS, keepAlive: true, ...timeouts },
  });
}

function sqliteDataSource(path: string, flags: number, logger?: Logger): DataSource {
  return new DataSource({
    ...SHARED,
    ...logging(logger),
    type: "sqlite",
    database: path,
    flags: flags | sqlite3.OPEN_FULLMUTEX,
    driver: quietSqlite3,
    busyTimeout: SQLITE_BUSY_TIMEOUT_MS,
  });
}

function logging(logger: Logger | undefined): Pick<DataSourceOptions, "logging" | "logger"> {
  return logger ? { logging: true, logger } : { logging: false };
}
