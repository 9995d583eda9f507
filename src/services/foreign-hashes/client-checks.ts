import { isSamePlace, type Place } from "./place.js";
import { isRecent, REMEMBERED_MS } from "./recent.js";

/** How many secrets a client may have checked in a minute that let nobody in; those from one's own place count twice. */
const MAX_TRIES = 10;

/** One secret that is to be checked. */
export interface Check {
  presented: string;
  /** From where it was presented; null when nobody knows. */
  place: Place | null;
  answer: Promise<unknown>;
  begin(): Promise<unknown>;
  stopWaiting(): void;
  /** Refuses it because its turn does not come. */
  giveUp(): void;
}

/** A check that has let nobody in yet. One that was right may have come in a way that is not the client's. */
interface Try {
  presented: string;
  place: Place | null;
  wasRight: boolean;
  at: number;
}

/**
 * The checks of one client's secrets: one runs, others wait, and those that let nobody in count for a minute. Ten in all,
 * of which one place takes at most five.
 */
export class ClientChecks {
  running: Check | undefined;
  private tries: Try[] = [];
  private readonly line: Check[] = [];

  constructor(
    readonly id: string,
    readonly organizationId: string,
  ) {}

  /** How many wait. */
  get waiting(): number {
    return this.line.length;
  }

  /** The check that the same secret waits for already. */
  same(presented: string): Check | undefined {
    return [this.running, ...this.line].find((check) => check?.presented === presented);
  }

  /** Whether a secret is known to be wrong: it has just failed. */
  isWrong(presented: string, now: number): boolean {
    this.expire(now);
    return this.tries.some((one) => !one.wasRight && one.presented === presented);
  }

  /** In how many milliseconds a place may have another secret checked: 0 when it may at once. */
  delay(place: Place | null, now: number): number {
    this.expire(now);
    const unended = [...this.line, ...(this.running ? [this.running] : [])].map((one) => ({ ...one, at: now }));
    const tries = [...this.tries, ...unended];
    const weightOf = (one: { place: Place | null }) => (place !== null && isSamePlace(one.place, place) ? 2 : 1);
    let used = tries.reduce((sum, one) => sum + weightOf(one), 0);
    let until = now;
    // The oldest are over first.
    for (const one of tries) {
      if (used < MAX_TRIES) break;
      used -= weightOf(one);
      until = one.at + REMEMBERED_MS;
    }
    return until - now;
  }

  wait(check: Check): void {
    this.line.push(check);
  }

  /** Takes one out of the line. */
  leave(check: Check): void {
    this.line.splice(this.line.indexOf(check), 1);
  }

  /** The check whose turn is next: the first one from a place where nothing has failed, else the first. */
  next(now: number): Check | undefined {
    return this.line.find(({ place }) => !this.hasFailedAt(place, now)) ?? this.line[0];
  }

  /** The last one in the line. */
  last(): Check | undefined {
    return this.line.at(-1);
  }

  hasFailedAt(place: Place | null, now: number): boolean {
    this.expire(now);
    return this.tries.some((one) => !one.wasRight && isSamePlace(one.place, place));
  }

  note({ presented, place }: Check, wasRight: boolean, now: number): void {
    this.tries.push({ presented, place, wasRight, at: now });
  }

  /** What was checked before says nothing any more. */
  forgive(): void {
    this.tries = [];
  }

  isOver(now: number): boolean {
    this.expire(now);
    return !this.running && this.line.length === 0 && this.tries.length === 0;
  }

  private expire(now: number): void {
    this.tries = this.tries.filter(({ at }) => isRecent(at, now));
  }
}
