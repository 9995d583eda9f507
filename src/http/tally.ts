/** Counts by key, one at a time, and finds the keys with the highest counts without visiting all. */
export class Tally {
  readonly #counts = new Map<string, number>();
  readonly #keys = new Map<number, Set<string>>();
  #most = 0;

  get most(): number {
    return this.#most;
  }

  count(key: string): number {
    return this.#counts.get(key) ?? 0;
  }

  change(key: string, by: 1 | -1): void {
    const before = this.count(key);
    const now = before + by;
    const old = this.#keys.get(before);
    old?.delete(key);
    if (old?.size === 0) this.#keys.delete(before);
    if (now > 0) {
      this.#counts.set(key, now);
      this.#keys.set(now, (this.#keys.get(now) ?? new Set()).add(key));
    } else {
      this.#counts.delete(key);
    }
    if (now > this.#most || !this.#keys.has(this.#most)) this.#most = now;
  }

  /** Keys with at least this count, the highest first. */
  *from(least: number): Iterable<string> {
    for (let count = this.#most; count >= least; count--) yield* this.#keys.get(count) ?? [];
  }
}
