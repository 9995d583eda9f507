import type { DataSource } from "typeorm";
import type { Actor } from "../model/actor.js";
import { DomainError } from "../model/domain-error.js";
import { engineOf } from "./engines.js";
import { isInterrupted } from "./failures.js";
import { FairTurns } from "./fair-turns.js";
import { Reader } from "./reader.js";

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

  constructor(
    private readonly dataSource: DataSource,
    private readonly limits: ScanLimits,
  ) {
    const { scansAtOnce } = engineOf(dataSource);
    this.turns = new FairTurns({ atOnce: scansAtOnce, waitMs: limits.waitMs, what: WHAT });
  }

  /** Throws `unavailable` for what did not get its turn, or was stopped. What its sender has left is not begun. */
  run<T>({ organizationId, origin }: Actor, work: (reader: Reader) => Promise<T>): Promise<T> {
    const hasLeft = () => origin.patience?.isOver ?? false;
    return this.turns.run(organizationId, () => this.untilDeadline(work), hasLeft);
  }

  private async untilDeadline<T>(work: (reader: Reader) => Promise<T>): Promise<T> {
    const { manager } = this.dataSource;
    const { deadlineMs } = this.limits;
    const { interrupt } = engineOf(this.dataSource);
    let timer: NodeJS.Timeout | undefined;
    const stop = () => {
      interrupt?.(manager);
      timer = setTimeout(stop, INTERRUPT_AGAIN_MS);
    };
    if (interrupt) timer = setTimeout(stop, deadlineMs);
    try {
      return await work(new Reader(manager));
    } catch (error) {
      throw isInterrupted(error) ? DomainError.stopped(WHAT, deadlineMs) : error;
    } finally {
      clearTimeout(timer);
    }
  }
}
