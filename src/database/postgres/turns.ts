import type { Patience } from "../../model/patience.js";

/**
 * Lets pieces of work with the same key take turns within this process. On PostgreSQL they would otherwise wait for
 * the same row while each holds a connection, and a burst on one application would leave none for the others.
 */
export class Turns {
  private readonly tails = new Map<string, Promise<unknown>>();

  /** Rejects with `unavailable`, and never runs the work, when its turn does not come in time. */
  run<T>(key: string, patience: Patience, work: () => Promise<T>): Promise<T> {
    const before = this.tails.get(key);
    const result = before ? patience.during(before).then(work) : work();
    const tail = Promise.allSettled([before, result]).then(() => {
      if (this.tails.get(key) === tail) this.tails.delete(key);
    });
    this.tails.set(key, tail);
    return result;
  }
}
