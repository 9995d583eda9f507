import type { SecretSource } from "../../model/secret-use.js";

/** How many sources of a secret's use are kept, here and in the database: those that came last. */
export const KEPT_SOURCES = 10;

/** What was collected of one source. Moments are milliseconds. */
export interface SourceUse extends SecretSource {
  count: number;
  firstAt: number;
  lastAt: number;
}

/** The latest sources of one secret; of more, the one that came longest ago is forgotten. */
class LatestSources {
  private readonly byKey = new Map<string, SourceUse>();

  add(use: SourceUse): void {
    const key = `${use.evidence} ${use.address} ${use.clientSoftware}`;
    const known = this.byKey.get(key);
    // Deleted first, so that it becomes the last.
    this.byKey.delete(key);
    this.byKey.set(key, known ? { ...use, ...together(known, use) } : use);
    if (this.byKey.size <= KEPT_SOURCES) return;
    for (const [oldest] of this.byKey) {
      this.byKey.delete(oldest);
      return;
    }
  }

  list(): SourceUse[] {
    return [...this.byKey.values()];
  }
}

function together(one: SourceUse, other: SourceUse): Pick<SourceUse, "count" | "firstAt" | "lastAt"> {
  return {
    count: one.count + other.count,
    firstAt: Math.min(one.firstAt, other.firstAt),
    lastAt: Math.max(one.lastAt, other.lastAt),
  };
}

/** What is collected of one secret until it is written. Its size has a bound, whoever presents the secret. */
export class CollectedUse {
  /** How often it authenticated someone, and between when; refusals do not count. */
  count = 0;
  firstUsedAt: number | null = null;
  lastUsedAt: number | null = null;
  /** The digest under the first key, when the stored one is under another. */
  digest: string | undefined;
  readonly used = new LatestSources();
  readonly refused = new LatestSources();

  /** Adds one use at `now`. `digest` replaces the stored one. */
  use(source: SecretSource, now: number, digest?: string): void {
    this.span(1, now, now);
    this.digest = digest ?? this.digest;
    this.used.add({ ...source, count: 1, firstAt: now, lastAt: now });
  }

  /** Adds one presentation at `now` after the secret stopped. */
  refuse(source: SecretSource, now: number): void {
    this.refused.add({ ...source, count: 1, firstAt: now, lastAt: now });
  }

  /** Adds what was collected later. */
  add(later: CollectedUse): void {
    if (later.firstUsedAt !== null && later.lastUsedAt !== null) {
      this.span(later.count, later.firstUsedAt, later.lastUsedAt);
    }
    this.digest = later.digest ?? this.digest;
    for (const use of later.used.list()) this.used.add(use);
    for (const use of later.refused.list()) this.refused.add(use);
  }

  private span(count: number, first: number, last: number): void {
    this.count += count;
    this.firstUsedAt = Math.min(this.firstUsedAt ?? first, first);
    this.lastUsedAt = Math.max(this.lastUsedAt ?? last, last);
  }
}
