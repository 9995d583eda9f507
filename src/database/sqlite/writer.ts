import { setImmediate } from "node:timers/promises";
import type { DataSource } from "typeorm";
import { DomainError } from "../../model/domain-error.js";
import type { Patience } from "../../model/patience.js";
import { Line, type Task } from "../line.js";
import type { Writer } from "../opened.js";
import type { Steps } from "../transaction.js";
import type { Checkpoints } from "./checkpoints.js";
import { commitTogether } from "./group.js";
import { demandNewEnough, runningVersion } from "./library-version.js";

/** How many transactions may wait; more would be answered later than clients wait. */
const MAX_WAITING = 5000;

/** Settings without which the gateway does not start: answered changes last, and no row lacks its owner. */
const PRAGMAS = { journal_mode: "wal", synchronous: 2, foreign_keys: 1 } as const;

/** After how many pages (4 KiB) in the write-ahead log a COMMIT moves the rest itself, so that the log starts over. */
const CHECKPOINT_PAGES = 8_000;

/**
 * The one writer of a SQLite file. All requests share its connection, so transactions wait in a line, and those that
 * wait are committed together. Why: docs/decisions/0001-single-writer-and-group-commit.md
 */
export class SqliteWriter implements Writer {
  private readonly line = new Line();
  private running: Promise<void> | undefined;

  constructor(
    private readonly dataSource: DataSource,
    private readonly checkpoints: Checkpoints,
  ) {}

  /** A transaction in one step runs after all before it, and all after it run later, whatever its lock. */
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

  /** Resolves when all accepted transactions are committed or undone. */
  async close(): Promise<void> {
    await this.running;
    await this.checkpoints.close();
  }

  private async commitAll(): Promise<void> {
    // Lets all changes of this turn of the event loop join the first group.
    await Promise.resolve();
    while (this.line.length > 0) {
      await commitTogether(this.dataSource.manager, this.line);
      this.checkpoints.begin();
      // Lets answers go out, and another process, such as the command line, write before the next group.
      await setImmediate();
    }
    this.running = undefined;
  }
}

/** Sets the writer's settings, and reads back those on which durability depends. */
export async function configureSqlite(dataSource: DataSource): Promise<void> {
  demandNewEnough(await runningVersion(dataSource));
  await dataSource.query("PRAGMA journal_mode = WAL");
  await dataSource.query("PRAGMA synchronous = FULL");
  // Keeps a statement's journal in memory instead of a file, which saves a fifth of a group's cost.
  await dataSource.query("PRAGMA temp_store = MEMORY");
  await dataSource.query(`PRAGMA wal_autocheckpoint = ${CHECKPOINT_PAGES}`);
  for (const [pragma, expected] of Object.entries(PRAGMAS)) {
    const [row] = await dataSource.query(`PRAGMA ${pragma}`);
    if (row?.[pragma] !== expected) throw new Error(`SQLite refuses ${pragma} = ${expected} for this file.`);
  }
  // SQLite itself no longer waits for locks: lock.ts does.
  await dataSource.query("PRAGMA busy_timeout = 0");
}
