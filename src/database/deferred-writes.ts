import type { EntityManager } from "typeorm";
import { isSameInJson } from "./sqlite-json.js";
import { run, sqliteOf } from "./statements.js";

interface Write {
  /** Takes the rows as one JSON list of lists. */
  sql: string;
  row: unknown[];
}

const groups = new WeakMap<EntityManager, DeferredWrites>();

/**
 * What the transactions of one group on SQLite write waits until something else is to be run, and is then written for
 * all of them with one statement of a kind. So whoever reads finds it.
 */
export class DeferredWrites {
  private waiting: Write[] = [];

  constructor(private readonly manager: EntityManager) {
    groups.set(manager, this);
    sqliteOf(manager).before = () => (this.waiting.length > 0 ? this.flush() : undefined);
  }

  /** Runs a transaction; when it fails, nothing of it is left to be written. */
  async within<T>(work: () => Promise<T>): Promise<T> {
    const before = this.waiting.length;
    try {
      return await work();
    } catch (error) {
      this.waiting.splice(before);
      throw error;
    }
  }

  add(write: Write): void {
    this.waiting.push(write);
  }

  async flush(): Promise<void> {
    const rows = new Map<string, unknown[][]>();
    for (const { sql, row } of this.waiting) {
      const ofStatement = rows.get(sql);
      if (ofStatement) ofStatement.push(row);
      else rows.set(sql, [row]);
    }
    this.waiting = [];
    // One after the other: after some errors (disk full) there is no transaction any more, and nothing may follow.
    for (const [sql, ofStatement] of rows) await run(this.manager, sql, [JSON.stringify(ofStatement)]);
  }

  /** From now on everything is written at once again. */
  end(): void {
    groups.delete(this.manager);
    sqliteOf(this.manager).before = () => undefined;
  }
}

/** Whether these rows are written with the others of the group: when there is one, and JSON changes no value. */
export function writeLater(manager: EntityManager, sql: string, rows: unknown[][]): boolean {
  const group = groups.get(manager);
  if (!group || !rows.every((row) => row.every(isSameInJson))) return false;
  for (const row of rows) group.add({ sql, row });
  return true;
}
