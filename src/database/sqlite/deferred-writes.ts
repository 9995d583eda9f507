import type { EntityManager } from "typeorm";
import type { Writing } from "../engine.js";
import { isSameInJson } from "./json.js";
import { run, sqliteOf } from "./run.js";

interface Write {
  table: string;
  /** Its parameter is all rows as one JSON list of lists. */
  sql: string;
  row: unknown[];
  /** Undefined when it may read or write other rows than this one. */
  id: unknown;
}

/** The ids of the rows that a statement is to write; undefined when they are not known. */
type Ids = Set<unknown> | undefined;

const groups = new WeakMap<EntityManager, DeferredWrites>();

/**
 * Holds back the writes of one group's transactions until another statement is about to run, and then writes each
 * table's rows with one statement. So every later read sees them.
 */
export class DeferredWrites {
  private waiting: Write[] = [];
  /** The statements that write each table: more than one only of different rows, since each waits for the others. */
  private readonly statements = new Map<string, Map<string, Ids>>();
  /** What is being written, for which all other statements wait. */
  private flushing: Promise<void> | undefined;
  private isSending = false;

  constructor(private readonly manager: EntityManager) {
    groups.set(manager, this);
    sqliteOf(manager).before = () => {
      if (this.isSending) return undefined;
      return this.waiting.length > 0 ? this.flush() : this.flushing;
    };
  }

  /** Runs a transaction. When it fails, its writes that still wait are dropped. */
  async within<T>(work: () => Promise<T>): Promise<T> {
    const before = this.waiting.length;
    try {
      return await work();
    } catch (error) {
      this.waiting.splice(before);
      throw error;
    }
  }

  /** Adds writes. False when another statement waits that may write the same rows, after which these would have to run. */
  add(writes: readonly Write[]): boolean {
    if (writes.some((write) => this.hasToFollow(write))) return false;
    for (const write of writes) {
      this.remember(write);
      this.waiting.push(write);
    }
    return true;
  }

  private hasToFollow({ table, sql, id }: Write): boolean {
    for (const [other, ids] of this.statements.get(table) ?? []) {
      if (other !== sql && (id === undefined || !ids || ids.has(id))) return true;
    }
    return false;
  }

  private remember({ table, sql, id }: Write): void {
    const ofTable = this.statements.get(table) ?? new Map<string, Ids>();
    this.statements.set(table, ofTable);
    const ids = ofTable.has(sql) ? ofTable.get(sql) : new Set<unknown>();
    ofTable.set(sql, id === undefined ? undefined : ids?.add(id));
  }

  flush(): Promise<void> {
    const flushing = this.flushing ? this.flushing.then(() => this.send()) : this.send();
    this.flushing = flushing;
    const end = () => {
      if (this.flushing === flushing) this.flushing = undefined;
    };
    flushing.then(end, end);
    return flushing;
  }

  private async send(): Promise<void> {
    const rows = new Map<string, unknown[][]>();
    for (const { sql, row } of this.waiting) {
      const ofStatement = rows.get(sql);
      if (ofStatement) ofStatement.push(row);
      else rows.set(sql, [row]);
    }
    this.waiting = [];
    this.statements.clear();
    // One after another: after some errors (disk full) the transaction is gone, and nothing must follow.
    for (const [sql, ofStatement] of rows) await this.write(sql, ofStatement);
  }

  private write(sql: string, rows: unknown[][]): Promise<unknown> {
    this.isSending = true;
    try {
      return run(this.manager, sql, [JSON.stringify(rows)]);
    } finally {
      this.isSending = false;
    }
  }

  /** Ends holding back: later writes run at once, after what is being written, even if that fails. */
  end(): void {
    groups.delete(this.manager);
    sqliteOf(this.manager).before = () => (this.isSending ? undefined : this.flushing?.catch(() => undefined));
  }
}

/** Tables, or their columns, that decide whether an actor may act, for changes under any lock. */
const DECIDING: Record<string, readonly string[] | "all"> = {
  members: "all",
  api_tokens: "all",
  oauth_applications: ["enabled", "public"],
};

/** Holds back rows when a group is running and JSON keeps their values. False when they must be written at once. */
export function writeLater(manager: EntityManager, writing: Writing, rows: unknown[][]): boolean {
  const group = groups.get(manager);
  if (!group || isDeciding(writing) || !rows.every((row) => row.every(isSameInJson))) return false;
  const { table, idAt } = writing;
  const sql = ofRowsOf(writing);
  return group.add(rows.map((row) => ({ table, sql, row, id: idAt === undefined ? undefined : row[idAt] })));
}

/** Whether a write can end somebody's rights. Inserting a row cannot. */
function isDeciding({ table, columns = [] }: Writing): boolean {
  const deciding = DECIDING[table] ?? [];
  return deciding === "all" || deciding.some((column) => columns.includes(column));
}

export function ofRowsOf({ ofRows }: Writing): string {
  return typeof ofRows === "string" ? ofRows : ofRows.sqlite;
}
