import type { DataSource, Logger } from "typeorm";
import { postgresDataSource } from "./postgres/data-source.js";
import { sqliteWriterDataSource } from "./sqlite/data-source.js";

/** The path of the SQLite file in a `sqlite:` URL, or undefined for a PostgreSQL URL. */
export function sqlitePathOf(databaseUrl: string): string | undefined {
  return databaseUrl.startsWith("sqlite:") ? databaseUrl.replace(/^sqlite:(?:\/\/(?=\/))?/, "") : undefined;
}

/** A data source that may write, on either database. */
export function writerDataSource(databaseUrl: string, poolSize: number, logger?: Logger): DataSource {
  const path = sqlitePathOf(databaseUrl);
  return path === undefined
    ? postgresDataSource(databaseUrl, poolSize, { logger })
    : sqliteWriterDataSource(path, logger);
}
