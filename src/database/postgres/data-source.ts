import pg from "pg";
import type { DataSource, Logger } from "typeorm";
import { SharedEntities } from "../shared-entities.js";
import { logging, SHARED } from "../typeorm-options.js";
import type { TimeLimits } from "./time-limits.js";

/** How long a request waits for a connection of the pool. */
export const CONNECTION_TIMEOUT_MS = 1500;
/** How long a start waits for its first connection: no request waits yet, and perhaps the server has to wake up. */
export const START_CONNECTION_TIMEOUT_MS = 10_000;
const STATEMENT_TIMEOUT_MS = 10_000;
const LOCK_TIMEOUT_MS = 2000;

/** How much longer than PostgreSQL's time for a statement pg waits for its answer. */
const GRACE_MS = 1000;

const TIME_LIMITS: TimeLimits = {
  statement_timeout: STATEMENT_TIMEOUT_MS,
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
  /** Undefined for none. */
  timeLimits?: TimeLimits | undefined;
  /**
   * Whether each transaction sends the time limits: a pooler refuses or drops those of a connection's start, and gives
   * a session's to somebody else.
   */
  sendsLimits?: boolean;
  connectionTimeoutMillis?: number;
}

const DEFAULTS = { timeLimits: TIME_LIMITS, connectionTimeoutMillis: CONNECTION_TIMEOUT_MS };

/** A pool of connections to PostgreSQL. */
export function postgresDataSource(url: string, poolSize: number, options: PoolOptions = {}): DataSource {
  const { logger, keepsStatements = false, sharesReads = false, sendsLimits = false } = options;
  const { timeLimits, connectionTimeoutMillis } = { ...DEFAULTS, ...options };
  return new SharedEntities({
    ...SHARED,
    ...logging(logger),
    type: "postgres",
    // Otherwise TypeORM looks for pg, and in vain for pg-native, in all folders each time.
    driver: { Pool: pg.Pool },
    nativeDriver: {},
    url,
    poolSize,
    applicationName: "oauth-app-gateway",
    extra: {
      Client: Connection,
      connectionTimeoutMillis,
      keepAlive: true,
      keepsStatements,
      sharesReads,
      ...(timeLimits && { query_timeout: timeLimits.statement_timeout + GRACE_MS }),
      ...(sendsLimits ? { limitsToSend: timeLimits } : timeLimits),
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
  options: Pick<PoolOptions, "logger" | "sendsLimits">,
): DataSource {
  return postgresDataSource(url, poolSize, {
    ...options,
    timeLimits: { ...TIME_LIMITS, statement_timeout: deadlineMs },
  });
}

/** One connection without time limits, for migrations. No request waits for it. */
export function postgresMigrationDataSource(databaseUrl: string): DataSource {
  const connectionTimeoutMillis = START_CONNECTION_TIMEOUT_MS;
  return postgresDataSource(databaseUrl, 1, { timeLimits: undefined, connectionTimeoutMillis });
}
