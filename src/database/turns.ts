import { setTimeout as sleep } from "node:timers/promises";
import { DomainError } from "../model/domain-error.js";

/** How long a piece of work waits for its turn; after that its sender is told, and it never runs. */
const WAIT_MS = 1500;

/**
 * Lets pieces of work with the same key take turns within this process. On PostgreSQL they would otherwise wait for
 * the same row while each holds a connection, and a burst on one application would leave none for the others.
 */
export class Turns {
  private readonly tails = new Map<string, Promise<unknown>>();

  run<T>(key: string, work: () => Promise<T>): Promise<T> {
    const before = this.tails.get(key);
    const result = before ? whenDone(before).then(work) : work();
    const tail = Promise.allSettled([before, result]).then(() => {
      if (this.tails.get(key) === tail) this.tails.delete(key);
    });
    this.tails.set(key, tail);
    return result;
  }
}

/** Resolves after the work before; rejects with `unavailable` when that takes too long. */
async function whenDone(before: Promise<unknown>): Promise<void> {
  const patience = new AbortController();
  const tooLong = sleep(WAIT_MS, true, { signal: patience.signal }).catch(() => false);
  const gaveUp = await Promise.race([before.then(() => false), tooLong]);
  patience.abort();
  if (gaveUp) throw DomainError.unavailable();
}
