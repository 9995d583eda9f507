/** How long a failure counts, and how many tries a client has in that time. */
export const REMEMBERED_MS = 60_000;
const MAX_TRIES = 10;

/** One secret that is to be checked. */
export interface Check {
  presented: string;
  /** From where it was presented; null when nobody knows. */
  place: string | null;
  answer: Promise<unknown>;
  begin(): Promise<unknown>;
  stopWaiting(): void;
  /** Refuses it because its turn does not come. */
  giveUp(): void;
}

/** A check that did not let anybody in. Nothing is presented where the secret was right. */
interface Failure {
  presented?: string | undefined;
  place: string | null;
  at: number;
}

/**
 * The checks of one client's secrets: one runs, others wait, and those that failed count for a minute. Ten in all; and a
 * place may have as many as there are left, so that it takes five of ten, and never the last one.
 */
export class ClientChecks {
  running: Check | undefined;
  private failures: Failure[] = [];
  private readonly line: Check[] = [];

  /** The check that the same secret waits for already. */
  same(presented: string): Check | undefined {
    return [this.running, ...this.line].find((check) => check?.presented === presented);
  }

  /** Whether a secret must not be checked: it has just failed, or tries are used up. */
  refuses(presented: string, place: string | null, now: number): boolean {
    this.expire(now);
    if (this.failures.some((failure) => failure.presented === presented)) return true;
    const tries = [...this.failures, ...this.line, ...(this.running ? [this.running] : [])];
    const left = MAX_TRIES - tries.length;
    return left <= 0 || (place !== null && tries.filter((one) => one.place === place).length >= left);
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

  hasFailedAt(place: string | null, now: number): boolean {
    this.expire(now);
    return this.failures.some((failure) => failure.place === place);
  }

  fail({ presented, place }: Check, wasRight: boolean, now: number): void {
    this.failures.push({ presented: wasRight ? undefined : presented, place, at: now });
  }

  /** What failed before says nothing any more. */
  forgive(): void {
    this.failures = [];
  }

  isOver(now: number): boolean {
    this.expire(now);
    return !this.running && this.line.length === 0 && this.failures.length === 0;
  }

  private expire(now: number): void {
    // One in the future comes from a clock that was ahead.
    this.failures = this.failures.filter(({ at }) => Math.abs(now - at) < REMEMBERED_MS);
  }
}
