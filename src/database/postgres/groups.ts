import { setImmediate } from "node:timers/promises";
import type { DataSource } from "typeorm";
import { DomainError } from "../../model/domain-error.js";
import type { Patience } from "../../model/patience.js";
import { Line, type Task } from "../line.js";
import type { Steps } from "../transaction.js";
import { connect } from "./connections.js";
import { commitTogether } from "./group.js";

/** How many changes share one transaction. Those that come while it is under way wait for the next one. */
const MAX_GROUP = 64;

/** How many changes may wait; more would be answered later than clients wait. */
const MAX_WAITING = 5000;

/** After how long a group, which something holds up, no longer keeps the next one from beginning. */
const LATE_MS = 25;

type RunAlone = (steps: Steps<unknown, unknown>, patience: Patience) => Promise<unknown>;

/**
 * Commits changes that come together in one transaction: it shares its statements, its round trips and the sync to the
 * disk. One group runs after another, beside those that are late.
 */
export class Groups {
  private readonly line = new Line();
  private readonly running = new Set<Promise<void>>();
  private prompt = 0;

  constructor(
    private readonly dataSource: DataSource,
    poolSize: number,
    private readonly runAlone: RunAlone,
    private readonly most = Math.max(1, Math.floor(poolSize / 2)),
  ) {}

  run<B, T>(steps: Steps<B, T>, lock: string, patience: Patience): Promise<T> {
    if (this.line.length >= MAX_WAITING) return Promise.reject(DomainError.unchanged());
    return new Promise<T>((resolve, reject) => {
      this.line.add({
        ...(steps as Steps<unknown, unknown>),
        lock,
        patience,
        resolve: resolve as Task["resolve"],
        reject,
      });
      this.begin();
    });
  }

  /** Resolves when all groups have ended. What has to run alone has begun by then. */
  async ended(): Promise<void> {
    while (this.running.size > 0) await Promise.all(this.running);
  }

  private begin(): void {
    if (this.line.length === 0 || this.prompt > 0 || this.running.size >= this.most) return;
    this.prompt += 1;
    let isLate = false;
    const late = setTimeout(() => {
      isLate = true;
      this.prompt -= 1;
      this.begin();
    }, LATE_MS);
    const run = this.commitNext().finally(() => {
      clearTimeout(late);
      if (!isLate) this.prompt -= 1;
      this.running.delete(run);
      this.begin();
    });
    this.running.add(run);
  }

  private async commitNext(): Promise<void> {
    // Lets all changes whose requests have come by now join the group.
    await setImmediate();
    const connection = await connect(this.dataSource).catch((error: unknown) => {
      for (const { reject } of this.line.take(MAX_GROUP)) reject(error);
    });
    if (!connection) return;
    const tasks = this.line.take(MAX_GROUP, fitting());
    if (tasks.length === 0) connection.release();
    else await commitTogether(this.dataSource, connection, tasks, (task) => this.commitAlone(task));
  }

  private commitAlone(task: Task): void {
    this.runAlone(task, task.patience).then(task.resolve, task.reject);
  }
}

/**
 * Whether a task may run with those that were asked about before: none of them has its lock, or all share it. Those that
 * come after one that has to wait for its lock wait, too.
 */
function fitting(): (task: Task) => boolean {
  const areShared = new Map<string | undefined, boolean>();
  return ({ lock, isShared = false }) => {
    const before = areShared.get(lock);
    const fits = before === undefined || (before && isShared);
    areShared.set(lock, fits && isShared);
    return fits;
  };
}
