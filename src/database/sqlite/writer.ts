import { setImmediate } from "node:timers/promises";
import type { DataSource } from "typeorm";
import { DomainError } from "../../model/domain-error.js";
import type { Patience } from "../../model/patience.js";
import type { Writer } from "../opened.js";
import type { Steps } from "../transaction.js";
import type { Checkpoints } from "./checkpoints.js";
import { commitTogether } from "./group.js";
import { demandLogResetFix, runningVersion } from "./library-version.js";
import { Line, type Task } from "./line.js";

/** Transactions that may wait; more would answer later than any client waits. */
const MAX_WAITING = 5000;

/** What nobody must miss: acknowledged writes that last, and no row without its owner. Else the gateway does not start. */
const PRAGMAS = { journal_mode: "wal", synchronous: 2, foreign_keys: 1 } as const;

/** Pages of 4 KiB in the write-ahead log after which a COMMIT moves what is left of them, so that the log begins anew. */
const CHECKPOINT_PAGES = 8_000;

/**
 * The one writer of a SQLite file. TypeORM shares a single connection between all requests, so transactions
 * have to stand in line; those that wait are committed together.
 */
export class SqliteWriter implements Writer {
  private readonly line = new Line();
  private running: Promise<void> | undefined;

  constructor(
    private readonly dataSource: DataSource,
    private readonly checkpoints: Checkpoints,
  ) {}

  /** What is one step waits for all before it, and all after it for it, whatever its lock. */
  run<B, T>(steps: Steps<B, T>, lock: string | undefined, patience: Patience): Promise<T> {
    if (this.line.length >= MAX_WAITING) return Promise.reject(DomainError.unchanged());
    return new Promise<T>((resolve, reject) => {
      this.line.add({
        ...(steps as Steps<unknown, unknown>),
        lock: steps.isOneStep ? undefined : lock,
        patience,
        resolve: resolve as Task["resolve"],
        reject,
      });
      this.running ??= this.commitAll();
    });
  }

  /** Resolves when everything accepted so far is committed or undone. */
  async close(): Promise<void> {
    await this.running;
    await this.checkpoints.close();
  }

  private async commitAll(): Promise<void> {
    // Whoever writes in the same turn of the event loop is in the first group already.
    await Promise.resolve();
    while (this.line.length > 0) {
      await commitTogether(this.dataSource.manager, this.line);
      this.checkpoints.begin();
      // Those who wait are answered before the next group begins, and meanwhile another process may write: the command line.
      await setImmediate();
    }
    this.running = undefined;
  }
}

/** Sets what the writer needs, and reads back what durability rests on. */
export async function configureSqlite(dataSource: DataSource): Promise<void> {
  demandLogResetFix(await runningVersion(dataSource));
  await dataSource.query("PRAGMA journal_mode = WAL");
  await dataSource.query("PRAGMA synchronous = FULL");
  // What a statement of many rows may have to undo is kept in memory, not in a file: a fifth of what a group costs.
  await dataSource.query("PRAGMA temp_store = MEMORY");
  await dataSource.query(`PRAGMA wal_autocheckpoint = ${CHECKPOINT_PAGES}`);
  for (const [pragma, expected] of Object.entries(PRAGMAS)) {
    const [row] = await dataSource.query(`PRAGMA ${pragma}`);
    if (row?.[pragma] !== expected) throw new Error(`SQLite refuses ${pragma} = ${expected} for this file.`);
  }
  // From now on whoever has to wait does so in lock.ts.
  await dataSource.query("PRAGMA busy_timeout = 0");
}
