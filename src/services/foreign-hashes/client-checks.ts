import { isSamePlace, type Place } from "./place.js";
import { isRecent } from "./recent.js";

/** How many secrets a client may have checked in a minute that let nobody in. */
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
 * The checks of one client's secrets: one runs, others wait, and those that let nobody in count for a minute. Ten in all;
 * and a place may have as many as there are left, so that it takes five of ten, and never the last one.
 */
export class ClientChecks {
  running: Check | undefined;
  private tries: Try[] = [];
  private readonly line: Check[] = [];

  /** The check that the same secret waits for already. */
  same(presented: string): Check | undefined {
    return [this.running, ...this.line].find((check) => check?.presented === presented);
  }

  /** Whether a secret must not be checked: it has just failed, or tries are used up. */
  refuses(presented: string, place: Place | null, now: number): boolean {
    this.expire(now);
    if (this.tries.some((one) => !one.wasRight && one.presented === presented)) return true;
    const tries = [...this.tries, ...this.line, ...(this.running ? [this.running] : [])];
    const left = MAX_TRIES - tries.length;
    if (left <= 0) return true;
    return place !== null && tries.filter((one) => isSamePlace(one.place, place)).length >= left;
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
