import type { DataSource, EntityManager, Logger } from "typeorm";
import { DomainError } from "../model/domain-error.js";
import { postgresDataSource, sqlitePathOf, sqliteReaderDataSource, writerDataSource } from "./data-source.js";
import { isRolledBackForOthers } from "./failures.js";
import { migratePostgres, migrateSqlite } from "./migrate.js";
import { Checkpoints } from "./sqlite/checkpoints.js";
import { configureSqlite, SqliteWriter } from "./sqlite/writer.js";
import type { Transaction } from "./transaction.js";
import { Turns } from "./turns.js";

/** How often a transaction is run that another one keeps undoing. */
const MAX_ATTEMPTS = 3;

export interface DatabaseOptions {
  url: string;
  /** Connections of each PostgreSQL pool, for reads and for writes; SQLite always has one connection that writes and two that read. */
  poolSize?: number;
  logger?: Logger;
}

/**
 * Where the services read and write. `write` and `change` are the only ways to change anything: one transaction, and
 * what it returns is durable. `read` never sees what is not committed.
 */
export class Database {
  private readonly turns = new Turns();

  private constructor(
    private readonly writer: DataSource,
    private readonly reader: DataSource,
    private readonly sqliteWriter: SqliteWriter | undefined,
  ) {}

  /** Opens, migrates and checks the database. */
  static async open({ url, poolSize = 10, logger }: DatabaseOptions): Promise<Database> {
    const path = sqlitePathOf(url);
    if (path === undefined) await migratePostgres(url);
    const writer = await writerDataSource(url, path === undefined ? poolSize : 1, logger).initialize();
    try {
      if (path === undefined) {
        // Two pools, so that waiting writes never keep a request from being authenticated.
        return new Database(writer, await postgresDataSource(url, poolSize, logger).initialize(), undefined);
      }
      await configureSqlite(writer);
      await migrateSqlite(writer);
      const reader = await sqliteReaderDataSource(path, logger).initialize();
      return new Database(writer, reader, new SqliteWriter(writer, await Checkpoints.open(path)));
    } catch (error) {
      await writer.destroy();
      throw error;
    }
  }

  /** Committed data, for reads. */
  get read(): EntityManager {
    return this.reader.manager;
  }

  /**
   * Runs `work` in one transaction and answers after COMMIT; whatever it throws undoes all of it. What is undone for
   * another one's sake runs again, so `work` does nothing beside what it writes. On PostgreSQL those with the same
   * `turn` wait for each other before they take a connection.
   */
  write<T>(work: (manager: EntityManager) => Promise<T>, turn?: string): Promise<T> {
    return this.sqliteWriter ? this.sqliteWriter.write(work) : this.inTurn(turn, work);
  }

  /** The same in two steps. On SQLite those with different turns read together what they are judged by. */
  change<B, T>(change: Transaction<B, T>): Promise<T> {
    if (this.sqliteWriter) return this.sqliteWriter.change(change);
    const turn = change.isShared ? undefined : change.turn;
    return this.inTurn(turn, async (manager) => change.work(manager, await change.begin(manager)));
  }

  private inTurn<T>(turn: string | undefined, work: (manager: EntityManager) => Promise<T>): Promise<T> {
    return turn === undefined ? this.transaction(work) : this.turns.run(turn, () => this.transaction(work));
  }

  /** Nothing has left the process before COMMIT, so what PostgreSQL undid for another transaction's sake runs again. */
  private async transaction<T>(work: (manager: EntityManager) => Promise<T>, attempt = 1): Promise<T> {
    try {
      return await this.writer.transaction("READ COMMITTED", work);
    } catch (error) {
      if (attempt >= MAX_ATTEMPTS || !isRolledBackForOthers(error)) throw error;
      return this.transaction(work, attempt + 1);
    }
  }

  /** Resolves when the database answers, rejects with `unavailable` when it does not. */
  async ping(): Promise<void> {
    await this.reader.query("SELECT 1").catch((cause: unknown) => {
      throw DomainError.unavailable("The database", cause);
    });
  }

  async close(): Promise<void> {
    await this.sqliteWriter?.close();
    await this.reader.destroy();
    await this.writer.destroy();
  }
}
