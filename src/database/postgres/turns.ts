import type { Patience } from "../../model/patience.js";

/**
 * Lets work with the same key take turns within this process. Otherwise each would hold a connection while it waits for
 * the same row, and a burst on one application would leave no connection for the others.
 */
export class Turns {
  private readonly tails = new Map<string, Promise<unknown>>();

  /** Runs `work` in its turn. Throws `unavailable`, and never runs it, when the turn does not come in time. */
  run<T>(key: string, patience: Patience, work: () => Promise<T>): Promise<T> {
    const before = this.tails.get(key);
    const result = before ? patience.during(before).then(work) : work();
    const tail = Promise.allSettled([before, result]).then(() => {
      if (this.tails.get(key) === tail) this.tails.delete(key);
    });
    this.tails.set(key, tail);
    return result;
  }

  /** Resolves when all work has ended, also that which comes meanwhile. */
  async ended(): Promise<void> {
    while (this.tails.size > 0) await Promise.all(this.tails.values());
  }
}
