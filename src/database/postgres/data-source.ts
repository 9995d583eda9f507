import pg from "pg";
import { DataSource, type Logger } from "typeorm";
import { logging, SHARED } from "../typeorm-options.js";

/** How long a request waits for a connection of the pool. */
const CONNECTION_TIMEOUT_MS = 1500;
const START_CONNECTION_TIMEOUT_MS = 10_000;
const STATEMENT_TIMEOUT_MS = 10_000;
const LOCK_TIMEOUT_MS = 2000;

/**
 * How long a statement, a wait for a row and an idle transaction may last, in PostgreSQL and in pg, in milliseconds.
 */
const TIME_LIMITS = {
  statement_timeout: STATEMENT_TIMEOUT_MS,
  query_timeout: STATEMENT_TIMEOUT_MS + 1000,
  lock_timeout: LOCK_TIMEOUT_MS,
  idle_in_transaction_session_timeout: STATEMENT_TIMEOUT_MS,
};

/**
 * A connection whose end never ends the process. TypeORM listens only a moment after a connection is there, and the
 * packet that says so may also bring PostgreSQL's farewell. Whoever uses the connection then is told by its statement.
 */
class Connection extends pg.Client {
  constructor(config?: string | pg.ClientConfig) {
    super(config);
    this.on("error", () => undefined);
  }
}

export interface PoolOptions {
  logger?: Logger | undefined;
  /** Whether its connections keep their prepared statements. */
  keepsStatements?: boolean;
  /** Whether reads of the same statement at the same time are sent as one. */
  sharesReads?: boolean;
  timeLimits?: object;
}

/** A pool of connections to PostgreSQL. */
export function postgresDataSource(
  url: string,
  poolSize: number,
  { logger, keepsStatements = false, sharesReads = false, timeLimits = TIME_LIMITS }: PoolOptions = {},
): DataSource {
  return new DataSource({
    ...SHARED,
    ...logging(logger),
    type: "postgres",
    url,
    poolSize,
    applicationName: "oauth-app-gateway",
    extra: {
      Client: Connection,
      connectionTimeoutMillis: CONNECTION_TIMEOUT_MS,
      keepAlive: true,
      keepsStatements,
      sharesReads,
      ...timeLimits,
    },
  });
}

/**
 * A pool for scans: PostgreSQL stops each of its statements at the deadline. It keeps none, since how many rows a filter
 * selects decides how they are best found.
 */
export function postgresScannerDataSource(
  url: string,
  poolSize: number,
  deadlineMs: number,
  logger?: Logger,
): DataSource {
  const timeLimits = { ...TIME_LIMITS, statement_timeout: deadlineMs, query_timeout: deadlineMs + 1000 };
  return postgresDataSource(url, poolSize, { logger, timeLimits });
}

/**
 * Three connections without time limits for migrations, of which one holds the lock and two work. No request waits for
 * them.
 */
export function postgresMigrationDataSource(databaseUrl: string): DataSource {
  return postgresDataSource(databaseUrl, 3, { timeLimits: { connectionTimeoutMillis: START_CONNECTION_TIMEOUT_MS } });
}
