import { isSamePlace, type Place } from "./place.js";
import { isRecent } from "./recent.js";

/** How many wrong secrets a client may have checked in a minute, and how many right ones that let nobody in. */
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

/** A check whose secret was wrong. */
interface Failure {
  presented: string;
  place: Place | null;
  at: number;
}

/**
 * The checks of one client's secrets: one runs, others wait, and those that failed count for a minute. Ten in all; and a
 * place may have as many as there are left, so that it takes five of ten, and never the last one.
 */
export class ClientChecks {
  running: Check | undefined;
  private failures: Failure[] = [];
  /** When secrets were right and have let nobody in yet: one may be written in many ways, and each is hashed. */
  private right: number[] = [];
  private readonly line: Check[] = [];

  /** The check that the same secret waits for already. */
  same(presented: string): Check | undefined {
    return [this.running, ...this.line].find((check) => check?.presented === presented);
  }

  /** Whether a secret must not be checked: it has just failed, or tries are used up. */
  refuses(presented: string, place: Place | null, now: number): boolean {
    this.expire(now);
    if (this.failures.some((failure) => failure.presented === presented)) return true;
    const tries = [...this.failures, ...this.line, ...(this.running ? [this.running] : [])];
    const left = MAX_TRIES - tries.length;
    if (left <= 0 || this.right.length >= MAX_TRIES) return true;
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
    return this.failures.some((failure) => isSamePlace(failure.place, place));
  }

  fail({ presented, place }: Check, now: number): void {
    this.failures.push({ presented, place, at: now });
  }

  /** A secret was right, which is no failure. */
  find(now: number): void {
    this.right.push(now);
  }

  /** What was checked before says nothing any more. */
  forgive(): void {
    this.failures = [];
    this.right = [];
  }

  isOver(now: number): boolean {
    this.expire(now);
    return !this.running && this.line.length === 0 && this.failures.length === 0 && this.right.length === 0;
  }

  private expire(now: number): void {
    this.failures = this.failures.filter(({ at }) => isRecent(at, now));
    this.right = this.right.filter((at) => isRecent(at, now));
  }
}
