import type { Database } from "../../database/database.js";
import { isAway } from "../../database/failures.js";
import type { Transaction } from "../../database/transaction.js";
import type { ClientSecret } from "../../model/client-secret.js";
import { atMost } from "../patience.js";

/** How long uses are collected in memory when no answer waits for them. */
const FLUSH_INTERVAL_MS = 1000;

/** How long an answer waits for a secret's first use to be written. */
const FIRST_USE_PATIENCE_MS = 1000;

/** How many secrets' uses one transaction writes: changes wait behind it, and there may be thousands. */
const MAX_BATCH = 250;

/** The count stays at the largest value that GraphQL's Int and PostgreSQL's integer hold. */
const MAX_COUNT = 2 ** 31 - 1;

/** One statement for a whole batch. Each element of `:uses` is `[id, count, firstUsedAt, lastUsedAt, digest]`. */
const NOTE = `UPDATE client_secrets SET
  use_count = CASE WHEN use_count < ${MAX_COUNT} - uses.count THEN use_count + uses.count ELSE ${MAX_COUNT} END,
  first_used_at = CASE WHEN first_used_at < uses.first THEN first_used_at ELSE uses.first END,
  last_used_at = CASE WHEN last_used_at > uses.last THEN last_used_at ELSE uses.last END,
  digest = COALESCE(uses.digest, client_secrets.digest)`;

const NOTE_USES = {
  sqlite: `${NOTE}
  FROM (
    SELECT value ->> 0 AS id, value ->> 1 AS count, value ->> 2 AS first, value ->> 3 AS last, value ->> 4 AS digest
    FROM json_each(:uses)
  ) uses
  WHERE client_secrets.id = uses.id`,
  postgres: `WITH uses AS (
    SELECT id, (value ->> 1)::integer AS count, (value ->> 2)::bigint AS first, (value ->> 3)::bigint AS last,
      value ->> 4 AS digest
    FROM json_array_elements(:uses) WITH ORDINALITY AS elements(value, position)
    JOIN client_secrets ON id = value ->> 0
    ORDER BY position FOR UPDATE OF client_secrets
  )
  ${NOTE} FROM uses WHERE client_secrets.id = uses.id`,
};

interface Use {
  count: number;
  firstUsedAt: number;
  lastUsedAt: number;
  /** The digest under the first key, when the stored one is under another. */
  digest: string | undefined;
}

/** The collected uses, each with its secret's id. */
type Uses = [id: string, use: Use][];

/**
 * Counts when and how often secrets are used. The first use of a secret is written before the answer; later ones are
 * collected for at most a second and written together. An error here never fails an authentication; `onError` is told.
 */
export class SecretUsage {
  private collected = new Map<string, Use>();
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
  async record(secret: ClientSecret, now: number, digest?: string): Promise<void> {
    const use = { count: 1, firstUsedAt: now, lastUsedAt: now, digest };
    this.collected.set(secret.id, together(this.collected.get(secret.id), use));
    if (secret.firstUsedAt === null) await atMost(FIRST_USE_PATIENCE_MS, this.flush().catch(this.ignore));
    else this.schedule();
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
    for (const [id, lost] of uses) this.collected.set(id, together(lost, this.collected.get(id)));
    this.schedule();
  }
}

/** Adds up uses of one secret. */
function together(uses: Use | undefined, later: Use): Use;
function together(uses: Use, later: Use | undefined): Use;
function together(uses?: Use, later?: Use): Use | undefined {
  if (!uses || !later) return uses ?? later;
  return {
    count: uses.count + later.count,
    firstUsedAt: Math.min(uses.firstUsedAt, later.firstUsedAt),
    lastUsedAt: Math.max(uses.lastUsedAt, later.lastUsedAt),
    digest: later.digest ?? uses.digest,
  };
}

async function note(transaction: Transaction, uses: Uses): Promise<void> {
  const rows = uses.map(([id, { count, firstUsedAt, lastUsedAt, digest = null }]) => [
    id,
    count,
    firstUsedAt,
    lastUsedAt,
    digest,
  ]);
  await transaction.rows(NOTE_USES, { uses: JSON.stringify(rows) });
}

function batchesOf(uses: Uses, size: number): Uses[] {
  return Array.from({ length: Math.ceil(uses.length / size) }, (_, n) => uses.slice(n * size, (n + 1) * size));
}
