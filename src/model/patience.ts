import { DomainError } from "./domain-error.js";

/** How long a change waits for its turn, in milliseconds. What has not begun by then never happens. */
export const PATIENCE_MS = 1500;

/**
 * How long the changes of one request, one after the other, may wait for their turn. When one has waited in vain, or the
 * request's sender has left, none after it begins. What has begun goes on to its end.
 */
export class Patience {
  private until = Number.POSITIVE_INFINITY;

  /** Whether something was changed for the request. */
  hasChanged = false;

  constructor(
    private readonly isGone: () => boolean = () => false,
    private readonly milliseconds = PATIENCE_MS,
  ) {}

  /** Milliseconds that are left. */
  get left(): number {
    return this.isGone() ? 0 : Math.min(this.milliseconds, Math.max(0, this.until - performance.now()));
  }

  get isOver(): boolean {
    return this.left === 0;
  }

  /** Throws `unavailable` when what it is about shall not begin any more. */
  demand(): void {
    if (this.isOver) throw DomainError.unchanged();
  }

  /** A change is asked for, and waits from now on. */
  begin(): void {
    const now = performance.now();
    if (this.until > now) this.until = now + this.milliseconds;
  }

  /** The change is done or refused: it does not wait any more. */
  end(): void {
    this.until = Number.POSITIVE_INFINITY;
  }

  /** Resolves as `work` does; rejects with `unavailable` when that takes too long. */
  async during<T>(work: Promise<T>): Promise<T> {
    let timer: NodeJS.Timeout | undefined;
    const end = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => {
        // Timers go off a little early by this clock, and then some of the time would be left.
        this.until = Number.NEGATIVE_INFINITY;
        reject(DomainError.unchanged());
      }, this.left);
    });
    try {
      const result = await Promise.race([work, end]);
      this.demand();
      return result;
    } finally {
      clearTimeout(timer);
    }
  }
}
