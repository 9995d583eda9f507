import type { Patience } from "../model/patience.js";
import type { LockedRows, Parameters, Shared, Writing } from "./engine.js";
import { Reader } from "./reader.js";
import type { EntityClass, Key } from "./select.js";
import { insert, remove, update, upsert } from "./write.js";

/**
 * One transaction of the services, which sends one statement after another. On SQLite it shares its connection with the
 * others of its group, so it is undone when a statement is under way at its end, and sends nothing afterwards.
 */
export class Transaction extends Reader {
  private underWay = 0;
  private hasEnded = false;

  // On SQLite nothing is locked: no other transaction writes.

  /** Locks rows before they are changed, until the transaction ends. */
  lock(rows: LockedRows): Promise<void> {
    return this.ask(() => this.engine.lock(this.manager, rows));
  }

  /** Locks the rows that a `SELECT … FOR NO KEY UPDATE` answers, in its order. */
  lockRows(text: string, parameters: Parameters): Promise<void> {
    return this.ask(() => this.engine.lockRows(this.manager, text, parameters));
  }

  /** Locks a name until the transaction ends. Transactions that lock the same name take turns. */
  lockName(name: string): Promise<void> {
    return this.ask(() => this.engine.lockName(this.manager, name));
  }

  /**
   * Whether all these rows exist. If so, nobody changes those that are held until the transaction ends; others may
   * share them.
   */
  share(rows: readonly Shared[], parameters: Parameters): Promise<boolean> {
    return this.ask(() => this.engine.share(this.manager, rows, parameters));
  }

  /** Inserts rows, all with the same properties. */
  insert<T extends object>(entity: EntityClass<T>, ...rows: readonly Partial<T>[]): Promise<void> {
    return this.ask(() => insert(this.manager, entity, rows));
  }

  /** Inserts whole rows; where the id exists, changes these properties. */
  upsert<T extends object>(
    entity: EntityClass<T>,
    rows: readonly T[],
    changed: readonly (keyof T & string)[],
  ): Promise<void> {
    return this.ask(() => upsert(this.manager, entity, rows, changed));
  }

  /** Changes properties of the row with this id. What is as it is in `before` need not be written. */
  update<T extends { id: string }>(
    entity: EntityClass<T>,
    id: string,
    changes: Partial<T>,
    before: Partial<T> = {},
  ): Promise<void> {
    return this.ask(() => update(this.manager, entity, id, changes, before));
  }

  /** Deletes the rows with these values. Answers whether there were any. */
  remove<T extends object>(entity: EntityClass<T>, key: Key<T>): Promise<boolean> {
    return this.ask(() => remove(this.manager, entity, key));
  }

  /** Runs a prepared way of writing with these values. */
  apply(writing: Writing, values: unknown[]): Promise<void> {
    return this.ask(() => this.engine.write(this.manager, writing, [values]));
  }

  /** Whether all its statements are answered. */
  get isQuiet(): boolean {
    return this.underWay === 0;
  }

  /** Called by the writer: from now on it sends nothing. */
  close(): void {
    this.hasEnded = true;
  }

  /**
   * Called by the writer after the work. Throws when a statement is still under way: it would fall into another
   * transaction.
   */
  end(): void {
    this.close();
    if (!this.isQuiet) throw new Error("A transaction ended while a statement of it was under way.");
  }

  protected override async ask<T>(send: () => Promise<T>): Promise<T> {
    if (this.hasEnded) throw new Error("A transaction sent a statement after its end.");
    this.underWay += 1;
    try {
      return await send();
    } finally {
      this.underWay -= 1;
    }
  }
}

/** What `judge` may use: reads, and `share`. */
export type LockingReader = Reader & Pick<Transaction, "share">;

/**
 * A transaction in two steps. Either may run again when the transaction was undone or another one wrote in between, so
 * they must do nothing but read and write.
 */
export interface Steps<B, T> {
  /** The rows that are locked before `judge`. */
  rows?: LockedRows;
  /** Reads and checks everything that decides, perhaps beside changes with other locks. */
  judge(transaction: LockingReader): Promise<B>;
  write(transaction: Transaction, judged: B): Promise<T>;
  /**
   * Whether it writes nothing by which changes with the same lock are judged; then shared ones do not wait for each
   * other.
   */
  isShared?: boolean;
  /** Whether `write` does the judging too. */
  isOneStep?: boolean;
}

/** A change with a lock, judged beside changes with other locks. */
export interface Change<B, T> extends Steps<B, T> {
  /** Names what is changed, such as an application. Changes with the same lock see what earlier ones wrote. */
  lock: string;
  /** How long the change may wait; by default as long as the gateway's own changes. */
  patience?: Patience | undefined;
}
