import type { EntityManager } from "typeorm";
import type { Writing } from "../engine.js";
import { isSameInJson } from "./json.js";
import { run, sqliteOf } from "./run.js";

interface Write {
  table: string;
  /** Takes the rows as one JSON list of lists. */
  sql: string;
  row: unknown[];
}

const groups = new WeakMap<EntityManager, DeferredWrites>();

/**
 * What the transactions of one group on SQLite write waits until something else is to be run, and is then written for
 * all of them with one statement for each table. So whoever reads after it finds it.
 */
export class DeferredWrites {
  private waiting: Write[] = [];
  /** What writes each table. */
  private readonly statements = new Map<string, string>();

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

  /** False for what would have to come after another statement that writes the same table. */
  add(writes: readonly Write[]): boolean {
    if (writes.some(({ table, sql }) => (this.statements.get(table) ?? sql) !== sql)) return false;
    for (const { table, sql } of writes) this.statements.set(table, sql);
    for (const write of writes) this.waiting.push(write);
    return true;
  }

  async flush(): Promise<void> {
    const rows = new Map<string, unknown[][]>();
    for (const { sql, row } of this.waiting) {
      const ofStatement = rows.get(sql);
      if (ofStatement) ofStatement.push(row);
      else rows.set(sql, [row]);
    }
    this.waiting = [];
    this.statements.clear();
    // One after the other: after some errors (disk full) there is no transaction any more, and nothing may follow.
    for (const [sql, ofStatement] of rows) await run(this.manager, sql, [JSON.stringify(ofStatement)]);
  }

  /** From now on everything is written at once again. */
  end(): void {
    groups.delete(this.manager);
    sqliteOf(this.manager).before = () => undefined;
  }
}

/** Who may act is judged by these, under whatever lock: tables, or some columns of one. */
const DECIDING: Record<string, readonly string[] | "all"> = {
  members: "all",
  api_tokens: "all",
  oauth_applications: ["enabled", "public"],
};

/** Whether these rows are written with the others of the group: when there is one, and JSON changes no value. */
export function writeLater(manager: EntityManager, writing: Writing, rows: unknown[][]): boolean {
  const group = groups.get(manager);
  if (!group || isDeciding(writing) || !rows.every((row) => row.every(isSameInJson))) return false;
  return group.add(rows.map((row) => ({ table: writing.table, sql: writing.ofJson, row })));
}

/** A new row ends nobody's rights. */
function isDeciding({ table, columns = [] }: Writing): boolean {
  const deciding = DECIDING[table] ?? [];
  return deciding === "all" || deciding.some((column) => columns.includes(column));
}
