import type { Database } from "../../database/database.js";
import { isAway } from "../../database/failures.js";
import type { ClientSecret } from "../../model/client-secret.js";
import type { SecretSource } from "../../model/secret-use.js";
import { atMost } from "../patience.js";
import { CollectedUse } from "./collected-use.js";
import { note, type Uses } from "./noted-uses.js";

/** How long uses are collected in memory when no answer waits for them. */
const FLUSH_INTERVAL_MS = 1000;

/** How long an answer waits for a secret's first use to be written. */
const FIRST_USE_PATIENCE_MS = 1000;

/** How many secrets' uses one transaction writes: changes wait behind it, and there may be thousands. */
const MAX_BATCH = 250;

/**
 * Counts when, how often and from where secrets are used, and refused once they have stopped. The first use of a secret is written before the answer; later ones are
 * collected for at most a second and written together. An error here never fails an authentication; `onError` is told.
 */
export class SecretUsage {
  private collected = new Map<string, CollectedUse>();
  private timer: NodeJS.Timeout | undefined;
  private writing: Promise<void> = Promise.resolve();
  /** A write that is queued and has not begun; all calls until then share it. */
  private next: Promise<void> | undefined;

  constructor(
    private readonly database: Database,
    private readonly onError: (error: unknown) => void,
  ) {}

  /**
   * Notes one use at `now`. Resolves when a first use is written, or after a second. `digest` replaces the stored one.
   */
  async record(secret: ClientSecret, source: SecretSource, now: number, digest?: string): Promise<void> {
    this.of(secret.id).use(source, now, digest);
    if (secret.firstUsedAt === null) await atMost(FIRST_USE_PATIENCE_MS, this.flush().catch(this.ignore));
    else this.schedule();
  }

  /** Notes that a secret was presented at `now`, after it stopped. */
  refuse(secret: ClientSecret, source: SecretSource, now: number): void {
    this.of(secret.id).refuse(source, now);
    this.schedule();
  }

  /**
   * Writes what was collected. Rejects when the database does not answer. Uses that were not written are kept for the
   * next time; a secret whose use the database refuses holds up no other secret and no rotation.
   */
  flush(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.next ??= this.enqueue();
    return this.next;
  }

  private of(secretId: string): CollectedUse {
    const known = this.collected.get(secretId);
    if (known) return known;
    const collected = new CollectedUse();
    this.collected.set(secretId, collected);
    return collected;
  }

  private enqueue(): Promise<void> {
    const result = this.writing.then(() => {
      this.next = undefined;
      return this.write();
    });
    this.writing = result.catch(this.ignore);
    return result;
  }

  private schedule(): void {
    this.timer ??= setTimeout(() => this.flush().catch(this.ignore), FLUSH_INTERVAL_MS).unref();
  }

  /** Swallows an error that `write` has reported already. */
  private readonly ignore = () => undefined;

  private async write(): Promise<void> {
    // In the order of ids, so that batches of two gateways cannot deadlock.
    const uses = [...this.collected].sort(([one], [other]) => (one < other ? -1 : 1));
    this.collected = new Map();
    const waiting = batchesOf(uses, MAX_BATCH);
    for (let batch = waiting.shift(); batch !== undefined; batch = waiting.shift()) {
      const error = await this.errorOf(batch);
      if (error === undefined) continue;
      if (isAway(error)) {
        this.keep([batch, ...waiting].flat());
        throw error;
      }
      if (batch.length === 1) this.keep(batch);
      else waiting.unshift(...batchesOf(batch, Math.ceil(batch.length / 2)));
    }
  }

  /** Writes a batch. Answers the error, or undefined when it was written. */
  private async errorOf(batch: Uses): Promise<unknown> {
    try {
      await this.database.write((transaction) => note(transaction, batch));
      return undefined;
    } catch (error) {
      if (batch.length === 1 || isAway(error)) this.onError(error);
      return error;
    }
  }

  private keep(uses: Uses): void {
    for (const [id, lost] of uses) {
      const later = this.collected.get(id);
      if (later) lost.add(later);
      this.collected.set(id, lost);
    }
    this.schedule();
  }
}

function batchesOf(uses: Uses, size: number): Uses[] {
  return Array.from({ length: Math.ceil(uses.length / size) }, (_, n) => uses.slice(n * size, (n + 1) * size));
}
