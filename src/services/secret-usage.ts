import { setTimeout as sleep } from "node:timers/promises";
import type { EntityManager } from "typeorm";
import type { Database } from "../database/database.js";
import { isPostgres, run } from "../database/statements.js";
import type { ClientSecret } from "../model/client-secret.js";

/** Between two writes of use, at least. */
const FLUSH_INTERVAL_MS = 1000;

/** How long an answer waits for its first use to be written, at most. */
const FIRST_USE_PATIENCE_MS = 1000;

/** Secrets whose use is written in one transaction. There may be thousands, and whoever changes something waits for it. */
const MAX_BATCH = 250;

/** One statement for all of a batch; a row is `[id, count, lastUsedAt, digest]`. */
const RECORD = `UPDATE client_secrets SET
  use_count = use_count + uses.count,
  first_used_at = COALESCE(first_used_at, uses.at),
  last_used_at = CASE WHEN last_used_at > uses.at THEN last_used_at ELSE uses.at END,
  digest = COALESCE(uses.digest, client_secrets.digest)`;

const RECORD_ON_SQLITE = `${RECORD}
  FROM (SELECT value ->> 0 AS id, value ->> 1 AS count, value ->> 2 AS at, value ->> 3 AS digest FROM json_each($1)) uses
  WHERE client_secrets.id = uses.id`;

const RECORD_ON_POSTGRES = `WITH uses AS (
    SELECT id, (value ->> 1)::integer AS count, (value ->> 2)::bigint AS at, value ->> 3 AS digest
    FROM json_array_elements($1) WITH ORDINALITY AS elements(value, position)
    JOIN client_secrets ON id = value ->> 0
    ORDER BY position FOR UPDATE OF client_secrets
  )
  ${RECORD} FROM uses WHERE client_secrets.id = uses.id`;

interface Use {
  count: number;
  lastUsedAt: number;
  /** The digest under the first key, when the stored one was made under another. */
  digest: string | undefined;
}

/**
 * Remembers when and how often secrets authenticate someone. A first use is written before the answer; later ones are
 * collected and written together, at most once a second. Nothing here ever fails an authentication: `onError` is told.
 */
export class SecretUsage {
  private collected = new Map<string, Use>();
  private timer: NodeJS.Timeout | undefined;
  private writing: Promise<void> = Promise.resolve();
  /** The write that has not begun, which everybody who comes until then can wait for. */
  private next: Promise<void> | undefined;

  constructor(
    private readonly database: Database,
    private readonly onError: (error: unknown) => void,
  ) {}

  async record(secret: ClientSecret, now: number, digest?: string): Promise<void> {
    const use = this.collected.get(secret.id);
    this.collected.set(secret.id, { count: (use?.count ?? 0) + 1, lastUsedAt: now, digest: digest ?? use?.digest });
    if (secret.firstUsedAt === null) await atMost(FIRST_USE_PATIENCE_MS, this.flush().catch(this.ignore));
    else this.schedule();
  }

  /** Writes what was collected. Rejects when it could not be written; it is kept for the next time then. */
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

  /** For who does not depend on a write; `write` has told of what went wrong. */
  private readonly ignore = () => undefined;

  private async write(): Promise<void> {
    // In one order everywhere, so that two gateways' batches cannot block each other.
    const uses = [...this.collected].sort(([one], [other]) => (one < other ? -1 : 1));
    this.collected = new Map();
    while (uses.length > 0) {
      const batch = uses.splice(0, MAX_BATCH);
      try {
        await this.database.write((manager) => record(manager, batch));
      } catch (error) {
        this.keep([...batch, ...uses]);
        this.onError(error);
        throw error;
      }
    }
  }

  private keep(uses: Iterable<[string, Use]>): void {
    for (const [id, lost] of uses) {
      const { count = 0, lastUsedAt = 0, digest } = this.collected.get(id) ?? {};
      this.collected.set(id, {
        count: count + lost.count,
        lastUsedAt: Math.max(lastUsedAt, lost.lastUsedAt),
        digest: digest ?? lost.digest,
      });
    }
    this.schedule();
  }
}

async function record(manager: EntityManager, uses: [string, Use][]): Promise<void> {
  const rows = uses.map(([id, { count, lastUsedAt, digest = null }]) => [id, count, lastUsedAt, digest]);
  await run(manager, isPostgres(manager) ? RECORD_ON_POSTGRES : RECORD_ON_SQLITE, [JSON.stringify(rows)]);
}

/** Resolves when the work is done, or has taken too long to be waited for. */
async function atMost(milliseconds: number, work: Promise<void>): Promise<void> {
  const patience = new AbortController();
  await Promise.race([work, sleep(milliseconds, undefined, { signal: patience.signal }).catch(() => undefined)]);
  patience.abort();
}
