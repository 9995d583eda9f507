import type { DataSource, Logger } from "typeorm";
import { postgresDataSource } from "./postgres/data-source.js";
import { sqliteWriterDataSource } from "./sqlite/data-source.js";

/** The path of the SQLite file in a `sqlite:` URL, or undefined for a PostgreSQL URL. */
export function sqlitePathOf(databaseUrl: string): string | undefined {
  return databaseUrl.startsWith("sqlite:") ? databaseUrl.replace(/^sqlite:(?:\/\/(?=\/))?/, "") : undefined;
}

/**
 * A data source for migrations, on either database. On PostgreSQL without time limits, which would end long ones, and
 * which PgBouncer does not let in.
 */
export function writerDataSource(databaseUrl: string, poolSize: number, logger?: Logger): DataSource {
  const path = sqlitePathOf(databaseUrl);
  return path === undefined
    ? postgresDataSource(databaseUrl, poolSize, { logger, timeLimits: undefined })
    : sqliteWriterDataSource(path, logger);
}
