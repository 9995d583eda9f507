import type { Patience } from "../model/patience.js";
import type { LockedRows, Parameters, Shared, Writing } from "./engine.js";
import { Reader } from "./reader.js";
import type { EntityClass, Key } from "./select.js";
import { insert, remove, update, upsert } from "./write.js";

/**
 * One transaction of the services: reads, locks and writes, one statement after the other. On SQLite it shares its
 * connection with others of its group, so what is still under way when it ends undoes it, and later it sends nothing.
 */
export class Transaction extends Reader {
  private underWay = 0;
  private hasEnded = false;

  // On SQLite a transaction is the only one that writes: there is nothing to lock.

  /** Locks the rows of a table that a condition selects, before they are changed. */
  lock(rows: LockedRows): Promise<void> {
    return this.ask(() => this.engine.lock(this.manager, rows));
  }

  /** Locks the rows that a SELECT … FOR NO KEY UPDATE answers, in its order. */
  lockRows(text: string, parameters: Parameters): Promise<void> {
    return this.ask(() => this.engine.lockRows(this.manager, text, parameters));
  }

  /** Locks a name: those who lock the same one take turns. */
  lockName(name: string): Promise<void> {
    return this.ask(() => this.engine.lockName(this.manager, name));
  }

  /** Whether all these rows are there; if so nobody changes those that are held until the transaction ends. */
  share(rows: readonly Shared[], parameters: Parameters): Promise<boolean> {
    return this.ask(() => this.engine.share(this.manager, rows, parameters));
  }

  /** Inserts rows, which all have the same properties. */
  insert<T extends object>(entity: EntityClass<T>, ...rows: readonly Partial<T>[]): Promise<void> {
    return this.ask(() => insert(this.manager, entity, rows));
  }

  /** Inserts whole rows, or changes some properties of those that are there already. */
  upsert<T extends object>(
    entity: EntityClass<T>,
    rows: readonly T[],
    changed: readonly (keyof T & string)[],
  ): Promise<void> {
    return this.ask(() => upsert(this.manager, entity, rows, changed));
  }

  /** Changes some properties of the row with this id. */
  update<T extends { id: string }>(entity: EntityClass<T>, id: string, changes: Partial<T>): Promise<void> {
    return this.ask(() => update(this.manager, entity, id, changes));
  }

  /** Deletes the rows with these values of some properties. Answers whether there were any. */
  remove<T extends object>(entity: EntityClass<T>, key: Key<T>): Promise<boolean> {
    return this.ask(() => remove(this.manager, entity, key));
  }

  /** Runs a statement that writes, and answers nothing. */
  apply(writing: Writing, values: unknown[]): Promise<void> {
    return this.ask(() => this.engine.write(this.manager, writing, [values]));
  }

  /** Whether what it has sent was answered. */
  get isQuiet(): boolean {
    return this.underWay === 0;
  }

  /** For whoever runs it: from now on it sends nothing. */
  close(): void {
    this.hasEnded = true;
  }

  /** The same when all is done. Throws when something is under way, which would belong to another transaction. */
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

/** A transaction that may not write yet. */
export type Judging = Reader & Pick<Transaction, "share">;

/**
 * What a transaction does, in two steps. Either may run again when the transaction had to be undone, or when another one
 * has written meanwhile, so neither does anything beside what it reads and writes.
 */
export interface Steps<B, T> {
  /** What is locked before it is judged. */
  rows?: LockedRows;
  /** Reads all that the change is judged by: it may run beside others that have other locks. */
  judge(transaction: Judging): Promise<B>;
  write(transaction: Transaction, judged: B): Promise<T>;
  /** Whether it changes nothing that others with its lock are judged by: then those of them that share do not wait. */
  isShared?: boolean;
  /** Whether all of it is in `write`: what it writes is judged there. */
  isOneStep?: boolean;
}

/** A change that is judged beside others. */
export interface Change<B, T> extends Steps<B, T> {
  /** What is changed, such as an application's id. Those with the same lock see what the others wrote. */
  lock: string;
  /** For how long whoever asks for it waits; by default as long as what the gateway does by itself. */
  patience?: Patience | undefined;
}
