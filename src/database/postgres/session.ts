import type { DataSource } from "typeorm";
import { QueryFailedError } from "typeorm";
import type { Parameters, Read, Writing } from "../engine.js";
import { Statements } from "../statements.js";
import { Batch } from "./batch.js";
import type { Route } from "./routes.js";
import { type Answer, Statement } from "./statement.js";

/** The part of pg's client that a session uses. */
export interface Connection {
  query(batch: Batch, callback: (error: Error | null) => void): unknown;
  /** Gives it back to the pool; with `true` it is closed instead. */
  release(isBroken?: boolean): void;
}

const texts = new Statements();

/**
 * What one transaction sends on its connection. Statements that nobody waits for, such as writes, wait for the next one
 * that somebody waits for, so that a round trip carries several. After the first error everything fails with it.
 */
export class Session implements Route {
  private waiting: Statement[] = [];
  private failure: Error | undefined;
  private sent: Promise<void> = Promise.resolve();
  private isScheduled = false;

  constructor(
    private readonly dataSource: DataSource,
    private readonly connection: Connection,
    private readonly keepsStatements: boolean,
  ) {}

  /** Sends a statement with all that wait, at the end of this turn of the event loop. */
  ask(sql: string, values: unknown[] = []): Promise<Answer> {
    const answer = this.add(sql, values);
    if (!this.isScheduled) process.nextTick(() => void this.flush());
    this.isScheduled = true;
    return answer;
  }

  /** Sends a statement with the next one. Its error is that of all later statements. */
  later(sql: string, values: unknown[] = []): void {
    this.add(sql, values).catch(() => undefined);
  }

  /** The rows of several reads, in one round trip. */
  async each(reads: readonly Read[], parameters: Parameters): Promise<unknown[][][]> {
    const answers = await Promise.all(reads.map(({ text }) => this.ask(...texts.bind(text, parameters))));
    return answers.map(({ rows }) => rows);
  }

  /** Writes rows with the next statement. */
  async write({ ofValues, ofRows }: Writing, rows: unknown[][]): Promise<void> {
    const [row = [], ...more] = rows;
    if (more.length === 0) this.later(ofValues, row);
    else this.later(typeof ofRows === "string" ? ofRows : ofRows.postgres, transposed(rows));
  }

  /** Throws the first error, if there was one. */
  demandSound(): void {
    if (this.failure) throw this.failure;
  }

  /** Sends what waits, and COMMIT: when one of them fails, PostgreSQL skips the rest. */
  async commit(): Promise<void> {
    const committed = this.ask("COMMIT");
    await this.flush();
    await committed;
  }

  /** Undoes the transaction, even after an error. What waits is never sent. */
  async rollback(): Promise<void> {
    this.waiting = [];
    await this.sent;
    this.failure = undefined;
    const undone = this.ask("ROLLBACK");
    await this.flush();
    await undone;
  }

  private add(sql: string, values: unknown[]): Promise<Answer> {
    this.dataSource.logger.logQuery(sql);
    return new Promise((resolve, reject) => {
      const statement = new Statement(sql, values, this.keepsStatements);
      statement.callback = (error, answer) => {
        if (error) this.failure ??= new QueryFailedError(sql, undefined, error);
        if (error) reject(this.failure as Error);
        else resolve(answer as Answer);
      };
      this.waiting.push(statement);
    });
  }

  /** One message at a time: what is added meanwhile waits for its answer. */
  private flush(): Promise<void> {
    this.isScheduled = false;
    this.sent = this.sent.then(() => this.send());
    return this.sent;
  }

  private send(): Promise<void> {
    const statements = this.waiting;
    this.waiting = [];
    if (statements.length === 0) return Promise.resolve();
    const { failure } = this;
    if (failure) {
      for (const statement of statements) statement.callback(failure);
      return Promise.resolve();
    }
    return new Promise((resolve) => {
      this.connection.query(new Batch(statements), () => resolve());
    });
  }
}

/** The values of each column, in the order of rows. */
export function transposed(rows: readonly unknown[][]): unknown[][] {
  return (rows[0] ?? []).map((_, column) => rows.map((row) => row[column]));
}
