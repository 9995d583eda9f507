import { setTimeout as sleep } from "node:timers/promises";
import type { Database } from "../../database/database.js";
import { isAway } from "../../database/failures.js";
import type { ClientSecret } from "../../model/client-secret.js";
import type { Patience } from "../../model/patience.js";
import type { SecretSource } from "../../model/secret-use.js";
import { mayBeKept } from "../answers/destroyed-answers.js";
import { atMost } from "../patience.js";
import { CollectedUse, type Renewed } from "./collected-use.js";
import { note, type Uses } from "./noted-uses.js";

/** How long uses are collected in memory when no answer waits for them. */
const FLUSH_INTERVAL_MS = 1000;

/** How long an answer waits for a secret's first use to be written. */
const FIRST_USE_PATIENCE_MS = 1000;

/** How many secrets' uses one transaction writes: changes wait behind it, and there may be thousands. */
const MAX_BATCH = 250;

/** How often, and after which pause, secrets whose rows somebody else holds are tried again before they are kept. */
const HELD_ATTEMPTS = 5;
const HELD_PAUSE_MS = 20;

/**
 * Counts when, how often and from where secrets are used, and refused once they have stopped. The first use of a secret
 * is written before the answer; later ones are collected for at most a second and written together. An error here never
 * fails an authentication; `onError` is told.
 */
export class SecretUsage {
  private collected = new Map<string, CollectedUse>();
  /** The applications of secrets whose rows somebody else held, by the secret's id, until their uses are written. */
  private readonly held = new Map<string, string>();
  /** Writes that wait for held rows, by the application's id. */
  private readonly waiting = new Map<string, Promise<void>>();
  private timer: NodeJS.Timeout | undefined;
  private hasEnded = false;
  private writing: Promise<void> = Promise.resolve();
  /** A write that is queued and has not begun; all calls until then share it. */
  private next: Promise<void> | undefined;

  constructor(
    private readonly database: Database,
    private readonly onError: (error: unknown) => void,
  ) {}

  /**
   * Notes one use at `now`. Resolves when a first use is written, or after a second. What is `renewed` replaces what is stored.
   */
  async record(secret: ClientSecret, source: SecretSource, now: number, renewed: Renewed = {}): Promise<void> {
    const use = this.of(secret);
    use.use(source, now, renewed);
    use.endsAnswer ||= mayBeKept(secret);
    if (secret.firstUsedAt === null) await atMost(FIRST_USE_PATIENCE_MS, this.flush().catch(this.ignore));
    else this.schedule();
  }

  /** Notes that a secret was presented at `now`, after it stopped. */
  refuse(secret: ClientSecret, source: SecretSource, now: number): void {
    this.of(secret).refuse(source, now);
    this.schedule();
  }

  /**
   * Writes what was collected. Rejects when the database does not answer. Uses that were not written are kept for the
   * next time; a secret whose use the database refuses, or whose row somebody holds, holds up no other one.
   */
  flush(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.next ??= this.enqueue();
    return this.next;
  }

  /**
   * As `flush`, before a change of one application, which is judged by all uses of its secrets: waits for their rows, and
   * rejects when it does not get them, or the sender's `patience` is over before.
   */
  async flushFor(oauthApplicationId: string, patience?: Patience): Promise<void> {
    // Counts for the time in which the change itself has to begin.
    patience?.begin();
    const within = <T>(work: Promise<T>) => (patience ? patience.during(work) : work);
    await within(this.flush());
    if (!this.isHeld(oauthApplicationId)) return;
    // The uses that an earlier change is waiting for count for this one, too.
    const before = this.waiting.get(oauthApplicationId) ?? Promise.resolve();
    const written = before.then(() => this.writeHeld(oauthApplicationId));
    this.waiting.set(oauthApplicationId, written);
    const end = () => {
      if (this.waiting.get(oauthApplicationId) === written) this.waiting.delete(oauthApplicationId);
    };
    written.then(end, end);
    await within(written);
  }

  /**
   * As `flush`, before the process ends: waits a little for rows that somebody holds. What cannot be written by then is
   * not tried again.
   */
  async drain(): Promise<void> {
    try {
      await this.flush();
      await Promise.all([...new Set(this.held.values())].map((id) => this.flushFor(id)));
    } finally {
      this.hasEnded = true;
      clearTimeout(this.timer);
    }
  }

  private async writeHeld(oauthApplicationId: string): Promise<void> {
    if (!this.isHeld(oauthApplicationId)) return;
    // A write that is under way has these uses, or gives them back; later ones leave them.
    await this.writing;
    if (!this.isHeld(oauthApplicationId)) return;
    const uses = [...this.collected].filter(([, use]) => use.oauthApplicationId === oauthApplicationId);
    for (const [id] of uses) this.collected.delete(id);
    const error = await this.errorOf(inOrder(uses), true);
    if (error === undefined) {
      for (const [id] of uses) if (!this.collected.has(id)) this.held.delete(id);
      return;
    }
    this.keep(uses);
    if (isAway(error)) throw error;
  }

  private isHeld(oauthApplicationId: string): boolean {
    return [...this.held.values()].includes(oauthApplicationId);
  }

  private of({ id, oauthApplicationId }: ClientSecret): CollectedUse {
    const known = this.collected.get(id);
    if (known) return known;
    const collected = new CollectedUse(oauthApplicationId);
    this.collected.set(id, collected);
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
    if (this.hasEnded) return;
    this.timer ??= setTimeout(() => this.flush().catch(this.ignore), FLUSH_INTERVAL_MS).unref();
  }

  /** Swallows an error that `write` has reported already. */
  private readonly ignore = () => undefined;

  private async write(): Promise<void> {
    const uses = [...this.collected].filter(
      ([id, { oauthApplicationId }]) => !(this.held.has(id) && this.waiting.has(oauthApplicationId)),
    );
    for (const [id] of uses) this.collected.delete(id);
    let held = await this.writeAll(inOrder(uses));
    for (let attempt = 1; held.length > 0 && attempt < HELD_ATTEMPTS; attempt++) {
      await sleep(HELD_PAUSE_MS);
      held = await this.writeAll(held);
    }
    this.keep(held);
    for (const [id] of uses) this.held.delete(id);
    for (const [id, { oauthApplicationId }] of held) this.held.set(id, oauthApplicationId);
  }

  /** Writes uses in batches. Answers those whose secrets somebody else holds. */
  private async writeAll(uses: Uses): Promise<Uses> {
    const held: Uses = [];
    const waiting = batchesOf(uses, MAX_BATCH);
    for (let batch = waiting.shift(); batch !== undefined; batch = waiting.shift()) {
      const error = await this.errorOf(batch, false, held);
      if (error === undefined) continue;
      if (isAway(error)) {
        this.keep([held, batch, ...waiting].flat());
        throw error;
      }
      if (batch.length === 1) this.keep(batch);
      else waiting.unshift(...batchesOf(batch, Math.ceil(batch.length / 2)));
    }
    return held;
  }

  /** Writes a batch. Answers the error, or undefined when it was written, all but what is `held`. */
  private async errorOf(batch: Uses, waits: boolean, held: Uses = []): Promise<unknown> {
    try {
      const left = await this.database.write((transaction) => note(transaction, batch, waits));
      held.push(...batch.filter(([id]) => left.includes(id)));
      return undefined;
    } catch (error) {
      if (batch.length === 1 || isAway(error)) this.onError(error);
      return error;
    }
  }

  private keep(uses: Uses): void {
    if (uses.length === 0) return;
    for (const [id, lost] of uses) {
      const later = this.collected.get(id);
      if (later) lost.add(later);
      this.collected.set(id, lost);
    }
    this.schedule();
  }
}

/** In the order of ids, so that batches of two gateways cannot deadlock. */
function inOrder(uses: Uses): Uses {
  return uses.sort(([one], [other]) => (one < other ? -1 : 1));
}

function batchesOf(uses: Uses, size: number): Uses[] {
  return Array.from({ length: Math.ceil(uses.length / size) }, (_, n) => uses.slice(n * size, (n + 1) * size));
}
