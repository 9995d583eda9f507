import { DomainError } from "../model/domain-error.js";
import type { Patience } from "../model/patience.js";
import type { Steps } from "./transaction.js";

/** How late a task may learn that its patience is over. */
const SWEEP_MS = 50;

/**
 * A waiting transaction, and how it is answered. Without a lock, it runs after all before it, and all after it run
 * later.
 */
export interface Task extends Steps<unknown, unknown> {
  lock: string | undefined;
  patience: Patience;
  resolve(result: unknown): void;
  reject(error: unknown): void;
}

/** Waiting transactions, first come first served. One whose patience is over is refused, and leaves. */
export class Line {
  private tasks: Task[] = [];
  private sweeper: NodeJS.Timeout | undefined;

  /** The error that keeps all of them waiting, for the log; undefined while they only wait for those before them. */
  obstacle: unknown;

  get length(): number {
    return this.tasks.length;
  }

  add(task: Task): void {
    this.tasks.push(task);
    this.sweepLater();
  }

  /** Takes the next tasks that still wait, as far as they fit together; the others stay in their order. */
  take(count: number, fits: (task: Task) => boolean = () => true): Task[] {
    const taken: Task[] = [];
    const left: Task[] = [];
    let asked = 0;
    for (const task of this.tasks) {
      if (taken.length === count) break;
      asked += 1;
      if (this.isWaiting(task)) (fits(task) ? taken : left).push(task);
    }
    this.tasks.splice(0, asked, ...left);
    return taken;
  }

  /** Puts tasks that were undone for others' sake back at the front. */
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
