import type { DataSource, Logger } from "typeorm";
import type { Actor } from "../model/actor.js";
import { DomainError } from "../model/domain-error.js";
import { postgresScannerDataSource, sqlitePathOf, sqliteScannerDataSource } from "./data-source.js";
import { isInterrupted } from "./failures.js";
import { FairTurns } from "./fair-turns.js";
import { Reader } from "./reader.js";
import { isPostgres, sqliteOf } from "./statements.js";

/** Statements that run at once: on SQLite one of four threads, on PostgreSQL connections of a pool of their own. */
const SCANS_AT_ONCE = { sqlite: 1, postgres: 2 };

export interface ScanLimits {
  /** So long one runs, in milliseconds. */
  deadlineMs: number;
  /** So long it waits for its turn. */
  waitMs: number;
}

export const SCAN_LIMITS: ScanLimits = { deadlineMs: 2000, waitMs: 10_000 };

/** An interrupt that comes between two statements stops neither. */
const INTERRUPT_AGAIN_MS = 50;

const WHAT = "The list";

/**
 * Reads that may walk a whole list: apart from those that look something up, one after the other, fairly between
 * organizations, each with a deadline.
 */
export class Scans {
  private readonly turns: FairTurns;

  private constructor(
    private readonly dataSource: DataSource,
    private readonly limits: ScanLimits,
  ) {
    const atOnce = SCANS_AT_ONCE[isPostgres(dataSource.manager) ? "postgres" : "sqlite"];
    this.turns = new FairTurns({ atOnce, waitMs: limits.waitMs, what: WHAT });
  }

  static async open(url: string, wanted: Partial<ScanLimits> = {}, logger?: Logger): Promise<Scans> {
    const limits = { ...SCAN_LIMITS, ...wanted };
    const path = sqlitePathOf(url);
    const dataSource =
      path === undefined
        ? postgresScannerDataSource(url, SCANS_AT_ONCE.postgres, limits.deadlineMs, logger)
        : sqliteScannerDataSource(path, logger);
    return new Scans(await dataSource.initialize(), limits);
  }

  /** Throws `unavailable` for what did not get its turn, or was stopped. What its sender has left is not begun. */
  run<T>({ organizationId, origin }: Actor, work: (reader: Reader) => Promise<T>): Promise<T> {
    const hasLeft = () => origin.patience?.isOver ?? false;
    return this.turns.run(organizationId, () => this.untilDeadline(work), hasLeft);
  }

  close(): Promise<void> {
    return this.dataSource.destroy();
  }

  private async untilDeadline<T>(work: (reader: Reader) => Promise<T>): Promise<T> {
    const { manager } = this.dataSource;
    const { deadlineMs } = this.limits;
    let timer: NodeJS.Timeout | undefined;
    const interrupt = () => {
      sqliteOf(manager).interrupt();
      timer = setTimeout(interrupt, INTERRUPT_AGAIN_MS);
    };
    // PostgreSQL has been told when it connected.
    if (!isPostgres(manager)) timer = setTimeout(interrupt, deadlineMs);
    try {
      return await work(new Reader(manager));
    } catch (error) {
      throw isInterrupted(error) ? DomainError.stopped(WHAT, deadlineMs) : error;
    } finally {
      clearTimeout(timer);
    }
  }
}
