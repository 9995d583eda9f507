import type { DataSource, EntityManager, Logger } from "typeorm";
import { DomainError } from "../model/domain-error.js";
import { sqlitePathOf, sqliteReaderDataSource, writerDataSource } from "./data-source.js";
import { migratePostgres, migrateSqlite } from "./migrate.js";
import { configureSqlite, SqliteWriter } from "./sqlite-writer.js";

export interface DatabaseOptions {
  url: string;
  /** Connections of the PostgreSQL pool; SQLite always has one writer and one reader. */
  poolSize?: number;
  logger?: Logger;
}

/**
 * Where the services read and write. `write` is the only way to change anything: one transaction, and what it
 * returns is durable. `read` never sees what is not committed.
 */
export class Database {
  private constructor(
    private readonly writer: DataSource,
    private readonly reader: DataSource,
    private readonly sqliteWriter: SqliteWriter | undefined,
  ) {}

  /** Opens, migrates and checks the database. */
  static async open({ url, poolSize = 10, logger }: DatabaseOptions): Promise<Database> {
    const path = sqlitePathOf(url);
    if (path === undefined) {
      await migratePostgres(url);
      const pool = await writerDataSource(url, poolSize, logger).initialize();
      return new Database(pool, pool, undefined);
    }
    const writer = await writerDataSource(url, 1, logger).initialize();
    try {
      await configureSqlite(writer);
      await migrateSqlite(writer);
      const reader = await sqliteReaderDataSource(path, logger).initialize();
      return new Database(writer, reader, new SqliteWriter(writer));
    } catch (error) {
      await writer.destroy();
      throw error;
    }
  }

  /** Committed data, for reads. */
  get read(): EntityManager {
    return this.reader.manager;
  }

  /** Runs `work` in one transaction and answers after COMMIT; whatever it throws undoes all of it. */
  write<T>(work: (manager: EntityManager) => Promise<T>): Promise<T> {
    if (this.sqliteWriter) return this.sqliteWriter.write(work);
    return this.writer.transaction("READ COMMITTED", work);
  }

  /** Resolves when the database answers, rejects with `unavailable` when it does not. */
  async ping(): Promise<void> {
    await this.reader.query("SELECT 1").catch(() => {
      throw DomainError.unavailable();
    });
  }

  async close(): Promise<void> {
    await this.sqliteWriter?.drained();
    if (this.reader !== this.writer) await this.reader.destroy();
    await this.writer.destroy();
  }
}
