import type { Actor } from "../model/actor.js";
import { DomainError } from "../model/domain-error.js";
import type { Engine } from "./engine.js";
import { isInterrupted } from "./failures.js";
import { FairTurns } from "./fair-turns.js";
import type { LateDataSource } from "./late-data-source.js";
import { Reader } from "./reader.js";

export interface ScanLimits {
  /** How long a scan runs, in milliseconds. */
  deadlineMs: number;
  /** How long a scan waits for its turn, in milliseconds. */
  waitMs: number;
}

export const SCAN_LIMITS: ScanLimits = { deadlineMs: 2000, waitMs: 10_000 };

/** Repeated, since an interrupt between two statements stops neither. */
const INTERRUPT_AGAIN_MS = 50;

const WHAT = "The list";

/**
 * Runs scans on connections of their own, in fair turns between organizations, each with a deadline. Why:
 * docs/decisions/0013-scans-apart.md
 */
export class Scans {
  private readonly turns: FairTurns;

  constructor(
    private readonly engine: Engine,
    private readonly dataSource: LateDataSource,
    private readonly limits: ScanLimits,
  ) {
    this.turns = new FairTurns({ atOnce: engine.scansAtOnce, waitMs: limits.waitMs, what: WHAT });
  }

  /**
   * Throws `unavailable` when the turn does not come or the deadline passes. Does not begin once the sender has left.
   */
  run<T>({ organizationId, origin }: Actor, work: (reader: Reader) => Promise<T>): Promise<T> {
    const hasLeft = () => origin.patience?.isOver ?? false;
    return this.turns.run(organizationId, () => this.untilDeadline(work), hasLeft);
  }

  private async untilDeadline<T>(work: (reader: Reader) => Promise<T>): Promise<T> {
    const { manager } = await this.dataSource.get();
    const { deadlineMs } = this.limits;
    const { interrupt } = this.engine;
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
