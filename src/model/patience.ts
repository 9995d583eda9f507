import { DomainError } from "./domain-error.js";

/** How long a change waits for its turn, in milliseconds. A change that has not begun by then is refused. */
export const PATIENCE_MS = 1500;

/**
 * How long a request's changes may wait for their turn, each anew. Once one has waited too long, or the sender has
 * left, no later change of the request begins. A change that has begun runs to its end. Why: decision 12.
 */
export class Patience {
  private until = Number.POSITIVE_INFINITY;

  /** Whether something was changed for the request. */
  hasChanged = false;

  constructor(
    private readonly isGone: () => boolean = () => false,
    private readonly milliseconds = PATIENCE_MS,
  ) {}

  /** Milliseconds left; 0 once the sender is gone. */
  get left(): number {
    return this.isGone() ? 0 : Math.min(this.milliseconds, Math.max(0, this.until - performance.now()));
  }

  get isOver(): boolean {
    return this.left === 0;
  }

  /** Throws `unavailable` when nothing may begin any more. */
  demand(): void {
    if (this.isOver) throw DomainError.unchanged();
  }

  /** A change starts to wait, unless it does already. */
  begin(): void {
    if (this.until === Number.POSITIVE_INFINITY) this.until = performance.now() + this.milliseconds;
  }

  /** The change is done or refused, and waits no longer. */
  end(): void {
    this.until = Number.POSITIVE_INFINITY;
  }

  /** Resolves as `work` does; rejects with `unavailable` once the patience is over. */
  async during<T>(work: Promise<T>): Promise<T> {
    let timer: NodeJS.Timeout | undefined;
    const end = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => {
        // Timers may go off slightly early; set the end, so that no time is left.
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
