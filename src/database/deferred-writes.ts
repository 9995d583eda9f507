import type { EntityManager } from "typeorm";
import { run } from "./select.js";
import { isSameInJson } from "./sqlite-json.js";

interface Write {
  /** Takes the rows as one JSON list of lists. */
  sql: string;
  row: unknown[];
}

const groups = new WeakMap<EntityManager, DeferredWrites>();

/**
 * What the transactions of one group on SQLite write, and none of them reads: it waits, and is written for all of them
 * with one statement of a kind. Those that change the same application have the same turn; before another one of a
 * turn, or of none, it is written.
 */
export class DeferredWrites {
  private waiting: Write[] = [];
  private readonly turns = new Set<string>();

  constructor(private readonly manager: EntityManager) {
    groups.set(manager, this);
  }

  /** To be called before transactions with these turns: they may read what others of the same turn have written. */
  async before(turns: readonly (string | undefined)[]): Promise<void> {
    if (turns.some((turn) => turn === undefined || this.turns.has(turn))) await this.flush();
  }

  /** Runs a transaction; when it fails, nothing of it is left to be written. */
  async within<T>(turn: string | undefined, work: () => Promise<T>): Promise<T> {
    const before = this.waiting.length;
    try {
      const result = await work();
      if (turn === undefined) await this.flush();
      else this.turns.add(turn);
      return result;
    } catch (error) {
      this.waiting.length = before;
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
    this.turns.clear();
    // In no order, so that all are one hop to SQLite's thread and back: none of them refers to another one's rows.
    const written = [...rows].map(([sql, ofStatement]) => run(this.manager, sql, [JSON.stringify(ofStatement)]));
    for (const outcome of await Promise.allSettled(written)) {
      if (outcome.status === "rejected") throw outcome.reason;
    }
  }

  /** From now on everything is written at once again. */
  end(): void {
    groups.delete(this.manager);
  }
}

/** Whether these rows are written with the others of the group: when there is one, and JSON changes no value. */
export function writeLater(manager: EntityManager, sql: string, rows: unknown[][]): boolean {
  const group = groups.get(manager);
  if (!group || !rows.every((row) => row.every(isSameInJson))) return false;
  for (const row of rows) group.add({ sql, row });
  return true;
}
