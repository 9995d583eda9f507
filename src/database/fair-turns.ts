import { DomainError } from "../model/domain-error.js";

export interface FairTurnsOptions {
  /** How many pieces of work run at once. */
  atOnce: number;
  /** How long work waits for its turn; later it is refused, and never runs. */
  waitMs: number;
  /** Names the work in a refusal. */
  what: string;
}

interface Waiting {
  begin(): void;
  patience: NodeJS.Timeout;
}

interface Share {
  waiting: Waiting[];
  running: number;
}

/**
 * Lets work wait for its turn, fairly between keys: after work of one key, every other waiting key has a turn, however
 * many pieces of the first one came before.
 */
export class FairTurns {
  /** Keys with waiting or running work; the one whose turn is next comes first. */
  private readonly shares = new Map<string, Share>();
  private running = 0;

  constructor(private readonly options: FairTurnsOptions) {}

  /** Runs `work` in its turn; throws `unavailable` when that does not come. Abandoned work does not run. */
  run<T>(key: string, work: () => Promise<T>, isAbandoned = () => false): Promise<T> {
    const { what, waitMs } = this.options;
    return new Promise<T>((resolve, reject) => {
      const share = this.shares.get(key) ?? { waiting: [], running: 0 };
      this.shares.set(key, share);
      const waiting: Waiting = {
        begin: () => {
          if (isAbandoned()) reject(DomainError.busy(what, waitMs));
          else this.take(key, share, work).then(resolve, reject);
        },
        patience: setTimeout(() => {
          share.waiting.splice(share.waiting.indexOf(waiting), 1);
          if (!isOfUse(share)) this.shares.delete(key);
          reject(DomainError.busy(what, waitMs));
        }, waitMs),
      };
      share.waiting.push(waiting);
      this.next();
    });
  }

  private next(): void {
    // A share that is moved to the end is visited again in this loop.
    for (const [key, share] of this.shares) {
      if (this.running >= this.options.atOnce) return;
      const waiting = share.waiting.shift();
      if (!waiting) continue;
      clearTimeout(waiting.patience);
      waiting.begin();
      this.putLast(key, share);
    }
  }

  private async take<T>(key: string, share: Share, work: () => Promise<T>): Promise<T> {
    this.running += 1;
    share.running += 1;
    try {
      return await work();
    } finally {
      this.running -= 1;
      share.running -= 1;
      this.putLast(key, share);
      this.next();
    }
  }

  private putLast(key: string, share: Share): void {
    this.shares.delete(key);
    if (isOfUse(share)) this.shares.set(key, share);
  }
}

function isOfUse({ waiting, running }: Share): boolean {
  return waiting.length > 0 || running > 0;
}
