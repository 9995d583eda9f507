import type { Clock } from "../clock.js";
import { isRecent } from "./recent.js";

/** Of more, that which was said first is forgotten and may be said again. */
const MAX_KEPT = 1_000;

/** What is said no more than once a minute, by its name. */
export class OnceAMinute {
  /** When, the longest ago first. */
  private readonly said = new Map<string, number>();

  constructor(private readonly clock: Clock) {}

  /** Whether it is to be said now. */
  isDue(name: string): boolean {
    const now = this.clock();
    const at = this.said.get(name);
    if (at !== undefined && isRecent(at, now)) return false;
    this.said.delete(name);
    this.said.set(name, now);
    const [first = name] = this.said.keys();
    if (this.said.size > MAX_KEPT) this.said.delete(first);
    return true;
  }
}
