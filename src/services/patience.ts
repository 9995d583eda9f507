import { setTimeout as sleep } from "node:timers/promises";

/** Resolves when the work is done, or after so many milliseconds. */
export async function atMost(milliseconds: number, work: Promise<unknown>): Promise<void> {
  const patience = new AbortController();
  await Promise.race([work, sleep(milliseconds, undefined, { signal: patience.signal }).catch(() => undefined)]);
  patience.abort();
}
