import "reflect-metadata";
import { DataSource, type DataSourceOptions, type Logger } from "typeorm";
import { AccessToken } from "../model/access-token.js";
import { ApiToken } from "../model/api-token.js";
import { AuditEvent } from "../model/audit-event.js";
import { ClientSecret } from "../model/client-secret.js";
import { KeyFingerprint } from "../model/key-fingerprint.js";
import { Member } from "../model/member.js";
import { OAuthApplication } from "../model/oauth-application.js";
import { Organization } from "../model/organization.js";
import { RetiredClientId } from "../model/retired-client-id.js";
import { SchemaVersion } from "../model/schema-version.js";
import { MIGRATIONS } from "./migrations/index.js";
import { SnakeCaseNaming } from "./naming.js";
import { singleReaderDriver, sqliteDriver } from "./sqlite/driver.js";
import { OPEN_CREATE, OPEN_FULLMUTEX, OPEN_READONLY, OPEN_READWRITE } from "./sqlite/library.js";

/** How long a request waits for a connection of the pool, and a statement for a lock of SQLite's file. */
const CONNECTION_TIMEOUT_MS = 1500;
const START_CONNECTION_TIMEOUT_MS = 10_000;
const STATEMENT_TIMEOUT_MS = 10_000;
const LOCK_TIMEOUT_MS = 2000;
const SQLITE_BUSY_TIMEOUT_MS = 5000;

/** Milliseconds that PostgreSQL, and pg on our side, let a statement, a wait for a row and an idle transaction last. */
const TIME_LIMITS = {
  statement_timeout: STATEMENT_TIMEOUT_MS,
  query_timeout: STATEMENT_TIMEOUT_MS + 1000,
  lock_timeout: LOCK_TIMEOUT_MS,
  idle_in_transaction_session_timeout: STATEMENT_TIMEOUT_MS,
};

const SHARED = {
  entities: [
    Organization,
    OAuthApplication,
    ClientSecret,
    ApiToken,
    AuditEvent,
    RetiredClientId,
    AccessToken,
    Member,
    KeyFingerprint,
    SchemaVersion,
  ],
  migrations: MIGRATIONS,
  synchronize: false,
  namingStrategy: new SnakeCaseNaming(),
  // Without this, an undefined condition is silently dropped and with it the tenant's filter.
  invalidWhereValuesBehavior: { null: "throw", undefined: "throw" },
} satisfies Partial<DataSourceOptions>;

/** The path of the SQLite file in a `sqlite:` URL, or undefined for a PostgreSQL URL. */
export function sqlitePathOf(databaseUrl: string): string | undefined {
  return databaseUrl.startsWith("sqlite:") ? databaseUrl.replace(/^sqlite:(?:\/\/(?=\/))?/, "") : undefined;
}

/** A data source that may write, on either database. */
export function writerDataSource(databaseUrl: string, poolSize: number, logger?: Logger): DataSource {
  const path = sqlitePathOf(databaseUrl);
  return path === undefined
    ? postgresDataSource(databaseUrl, poolSize, logger)
    : sqliteDataSource(path, OPEN_READWRITE | OPEN_CREATE, logger);
}

/** A pool of connections to PostgreSQL. */
export function postgresDataSource(
  url: string,
  poolSize: number,
  logger?: Logger,
  timeLimits: object = TIME_LIMITS,
): DataSource {
  return new DataSource({
    ...SHARED,
    ...logging(logger),
    type: "postgres",
    url,
    poolSize,
    applicationName: "oauth-app-gateway",
    extra: { connectionTimeoutMillis: CONNECTION_TIMEOUT_MS, keepAlive: true, ...timeLimits },
  });
}

/** A pool for what takes long: PostgreSQL stops each of its statements at the deadline. */
export function postgresScannerDataSource(
  url: string,
  poolSize: number,
  deadlineMs: number,
  logger?: Logger,
): DataSource {
  const timeLimits = { ...TIME_LIMITS, statement_timeout: deadlineMs, query_timeout: deadlineMs + 1000 };
  return postgresDataSource(url, poolSize, logger, timeLimits);
}

/**
 * Two connections without time limits, for migrations: one holds the lock, the other works. They are the first that a
 * start makes, and no request waits for them.
 */
export function postgresMigrationDataSource(databaseUrl: string): DataSource {
  return postgresDataSource(databaseUrl, 2, undefined, { connectionTimeoutMillis: START_CONNECTION_TIMEOUT_MS });
}

/** Read-only connections to the same SQLite file. */
export function sqliteReaderDataSource(path: string, logger?: Logger): DataSource {
  return sqliteDataSource(path, OPEN_READONLY, logger);
}

/** One read-only connection to it, for what takes long. */
export function sqliteScannerDataSource(path: string, logger?: Logger): DataSource {
  return sqliteDataSource(path, OPEN_READONLY, logger, singleReaderDriver);
}

function sqliteDataSource(path: string, flags: number, logger?: Logger, driver = sqliteDriver): DataSource {
  return new DataSource({
    ...SHARED,
    ...logging(logger),
    type: "sqlite",
    database: path,
    flags: flags | OPEN_FULLMUTEX,
    driver,
    busyTimeout: SQLITE_BUSY_TIMEOUT_MS,
  });
}

function logging(logger: Logger | undefined): Pick<DataSourceOptions, "logging" | "logger"> {
  return logger ? { logging: true, logger } : { logging: false };
}
