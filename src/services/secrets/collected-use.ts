import type { SecretSource } from "../../model/secret-use.js";

/** How many sources of a secret's use are kept, here and in the database: those that came last. */
export const KEPT_SOURCES = 10;

/** What was collected of one source. Moments are milliseconds. */
export interface SourceUse extends SecretSource {
  count: number;
  firstAt: number;
  lastAt: number;
}

/** The latest sources of one secret, the last one at the end; of more, the one that came longest ago is forgotten. */
class LatestSources {
  private readonly sources: SourceUse[] = [];

  add(source: SecretSource, count: number, firstAt: number, lastAt: number): void {
    const { sources } = this;
    const index = sources.findLastIndex((one) => isSame(one, source));
    const known = sources[index];
    if (!known) {
      const { evidence, address, clientSoftware } = source;
      sources.push({ evidence, address, clientSoftware, count, firstAt, lastAt });
      if (sources.length > KEPT_SOURCES) sources.shift();
      return;
    }
    known.count += count;
    known.firstAt = Math.min(known.firstAt, firstAt);
    known.lastAt = Math.max(known.lastAt, lastAt);
    if (index < sources.length - 1) sources.push(...sources.splice(index, 1));
  }

  addAll(later: LatestSources): void {
    for (const one of later.sources) this.add(one, one.count, one.firstAt, one.lastAt);
  }

  list(): readonly SourceUse[] {
    return this.sources;
  }
}

function isSame(one: SecretSource, other: SecretSource): boolean {
  return (
    one.address === other.address && one.clientSoftware === other.clientSoftware && one.evidence === other.evidence
  );
}

/** What a use tells of a secret that is stored otherwise. */
export interface Renewed {
  digest?: string | undefined;
  /** Whether it replaces another system's hash, which other secrets may fit, too: the one that is written first stays. */
  replacesHash?: boolean;
  hint?: string | undefined;
}

/** What is collected of one secret until it is written. Its size has a bound, whoever presents the secret. */
export class CollectedUse {
  /** How often it authenticated someone, and between when; refusals do not count. */
  count = 0;
  firstUsedAt: number | null = null;
  lastUsedAt: number | null = null;
  /** The digest under the first key, when the stored one is under another. */
  digest: string | undefined;
  replacesHash = false;
  /** The hint of an imported secret, from its first use on. */
  hint: string | undefined;
  /** Whether the answer that showed the secret is to be destroyed, since it has arrived. */
  endsAnswer = false;
  readonly used = new LatestSources();
  readonly refused = new LatestSources();

  constructor(readonly oauthApplicationId: string) {}

  /** Adds one use at `now`. What is `renewed` first replaces what is stored. */
  use(source: SecretSource, now: number, renewed: Renewed): void {
    this.span(1, now, now);
    this.renew(renewed);
    this.used.add(source, 1, now, now);
  }

  /** Adds one presentation at `now` after the secret stopped. */
  refuse(source: SecretSource, now: number): void {
    this.refused.add(source, 1, now, now);
  }

  /** Adds what was collected later. */
  add(later: CollectedUse): void {
    if (later.firstUsedAt !== null && later.lastUsedAt !== null) {
      this.span(later.count, later.firstUsedAt, later.lastUsedAt);
    }
    this.renew(later);
    this.endsAnswer ||= later.endsAnswer;
    this.used.addAll(later.used);
    this.refused.addAll(later.refused);
  }

  private renew({ digest, replacesHash = false, hint }: Renewed): void {
    // Of two secrets that another system's hash takes for the same, the first one stays, with its hint.
    if (this.replacesHash) return;
    this.digest = digest ?? this.digest;
    this.hint = hint ?? this.hint;
    this.replacesHash = replacesHash;
  }

  private span(count: number, first: number, last: number): void {
    this.count += count;
    this.firstUsedAt = Math.min(this.firstUsedAt ?? first, first);
    this.lastUsedAt = Math.max(this.lastUsedAt ?? last, last);
  }
}
