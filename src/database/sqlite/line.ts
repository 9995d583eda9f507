import { DomainError } from "../../model/domain-error.js";
import type { Patience } from "../../model/patience.js";
import type { Steps } from "../transaction.js";

/** How long after its patience is over a task is told so, at most. */
const SWEEP_MS = 50;

/** A transaction that waits, and who waits for it. Without a lock it waits for all before it, and all after it for it. */
export interface Task extends Steps<unknown, unknown> {
  lock: string | undefined;
  patience: Patience;
  resolve(result: unknown): void;
  reject(error: unknown): void;
}

/** Transactions that have not begun, first come first. One whose patience is over is told so, and leaves. */
export class Line {
  private tasks: Task[] = [];
  private sweeper: NodeJS.Timeout | undefined;

  /** What keeps all of them waiting, for the log; undefined as long as it is only those before them. */
  obstacle: unknown;

  get length(): number {
    return this.tasks.length;
  }

  add(task: Task): void {
    this.tasks.push(task);
    this.sweepLater();
  }

  /** The next ones, which begin now. */
  take(count: number): Task[] {
    const taken: Task[] = [];
    let asked = 0;
    for (const task of this.tasks) {
      if (taken.length === count) break;
      asked += 1;
      if (this.isWaiting(task)) taken.push(task);
    }
    this.tasks.splice(0, asked);
    return taken;
  }

  /** Those that were taken, and undone for others' sake, are the next ones again. */
  giveBack(tasks: Task[]): void {
    this.tasks.unshift(...tasks);
    this.sweepLater();
  }

  private sweepLater(): void {
    this.sweeper ??= setTimeout(() => {
      this.sweeper = undefined;
      this.tasks = this.tasks.filter((task) => this.isWaiting(task));
      if (this.tasks.length > 0) this.sweepLater();
    }, SWEEP_MS).unref();
  }

  private isWaiting({ patience, reject }: Task): boolean {
    const { isOver } = patience;
    if (isOver) reject(DomainError.unchanged(this.obstacle));
    return !isOver;
  }
}
