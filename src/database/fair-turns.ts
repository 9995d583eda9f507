import { DomainError } from "../model/domain-error.js";

export interface FairTurnsOptions {
  /** So many pieces of work run at once. */
  atOnce: number;
  /** What has waited longer for its turn is refused, and never runs. */
  waitMs: number;
  /** What is refused then, in words for its sender. */
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
 * Lets pieces of work wait for each other, fairly between keys: after one of a key's it is the turn of every other key
 * that waits, however many pieces of the first came before theirs.
 */
export class FairTurns {
  /** Of keys that wait or run; whose turn is next comes first. */
  private readonly shares = new Map<string, Share>();
  private running = 0;

  constructor(private readonly options: FairTurnsOptions) {}

  /** What nobody waits for any more when its turn comes does not run. */
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
    // A share that is put last is come to again, until nobody waits.
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
