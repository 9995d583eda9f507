const WINDOW_MS = 60_000;
const SWEEP_INTERVAL_MS = 1000;

/**
 * Counts per key and minute; a key's minute begins with its first request. A running window is never dropped for
 * another key, so that asking under many names brings no new one.
 */
export class Windows {
  readonly #windows = new Map<string, { taken: number; end: number }>();
  #nextSweep = 0;

  /** At most `limit` per minute for each of at most `capacity` keys; `clock` in milliseconds. */
  constructor(
    private readonly limit: number,
    private readonly capacity: number,
    private readonly clock: () => number,
  ) {}

  /** Whether a key has a window or can get one. */
  hasRoomFor(key: string): boolean {
    return this.#windows.size < this.capacity || this.#windows.has(key) || this.#sweep();
  }

  /** How long until the amount can be taken, in milliseconds; 0 means now. */
  wait(key: string, amount: number): number {
    const now = this.clock();
    const window = this.#windows.get(key);
    return window && window.end > now && window.taken + amount > this.limit ? window.end - now : 0;
  }

  take(key: string, amount: number): void {
    const now = this.clock();
    const window = this.#windows.get(key);
    if (window && window.end > now) window.taken += amount;
    else this.#windows.set(key, { taken: amount, end: now + WINDOW_MS });
  }

  #sweep(): boolean {
    const now = this.clock();
    if (now < this.#nextSweep) return false;
    this.#nextSweep = now + SWEEP_INTERVAL_MS;
    for (const [key, { end }] of this.#windows) if (end <= now) this.#windows.delete(key);
    return this.#windows.size < this.capacity;
  }
}
