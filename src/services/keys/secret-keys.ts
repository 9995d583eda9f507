import { createHmac, timingSafeEqual } from "node:crypto";

/** A key of the server under which digests are made; `kid` names it, so that keys can be replaced. */
export interface SecretKey {
  kid: string;
  key: Buffer;
}

export type KeyList = readonly [SecretKey, ...SecretKey[]];

/**
 * Turns secrets into what is stored of them: `v1$<kid>$<HMAC-SHA256(subject, NUL, secret)>`, base64url. A random
 * 256-bit secret gains nothing from a slow hash, and without the key a database dump cannot even check a guess.
 * The first key signs; the others still verify.
 */
export class SecretKeys {
  private looking?: Promise<void>;
  private nextLook?: Promise<void>;

  /**
   * `reload` reads the keys anew from where they came from, if they can change while the process runs; undefined when
   * what is there is not to be used.
   */
  constructor(
    private keys: KeyList,
    private readonly reload?: () => Promise<KeyList | undefined>,
  ) {}

  get kids(): string[] {
    return this.keys.map(({ kid }) => kid);
  }

  /** The digest to store, under the first key. */
  digest(subject: string, secret: string): string {
    return digestUnder(this.keys[0], subject, secret);
  }

  /** The digest under each key: to look a secret up by, or to compare stored digests with. */
  candidates(subject: string, secret: string): string[] {
    return this.keys.map((key) => digestUnder(key, subject, secret));
  }

  /** Whether a digest was made under the first key. */
  isCurrent(digest: string): boolean {
    return kidOf(digest) === this.keys[0].kid;
  }

  /** Looks for keys that were added, or put in another order, meanwhile; true when there are others than `known`. */
  async refresh(known: readonly string[]): Promise<boolean> {
    if (this.reload) await this.look();
    return this.kids.some((kid) => !known.includes(kid));
  }

  /** One look at a time. Whoever comes meanwhile shares the next one: the one under way may have read too early. */
  private look(): Promise<void> {
    if (!this.looking) {
      this.looking = this.adopt().finally(() => {
        this.looking = undefined;
      });
      return this.looking;
    }
    this.nextLook ??= this.looking
      .catch(() => undefined)
      .then(() => {
        this.nextLook = undefined;
        return this.look();
      });
    return this.nextLook;
  }

  /** Keys that are gone from where they came from still verify: something may have been digested under one just now. */
  private async adopt(): Promise<void> {
    const read = await this.reload?.();
    if (!read) return;
    const [first, ...rest] = read;
    const left = this.keys.filter(({ kid }) => read.every((key) => key.kid !== kid));
    this.keys = [first, ...rest, ...left];
  }
}

/** Whether a stored digest is one of the candidates. Compares in constant time, all of them, always. */
export function isAmong(candidates: readonly string[], stored: string): boolean {
  const actual = Buffer.from(stored);
  const equal = candidates.map((candidate) => {
    const expected = Buffer.from(candidate);
    return actual.length === expected.length && timingSafeEqual(actual, expected);
  });
  return equal.includes(true);
}

/** A value that only this key gives, and that gives nothing of it away. */
export function fingerprintOf({ key }: SecretKey): string {
  return createHmac("sha256", key).update("fingerprint").digest("base64url");
}

/** The name of the key a digest was made under. */
export function kidOf(digest: string): string | undefined {
  return digest.split("$")[1];
}

function digestUnder({ kid, key }: SecretKey, subject: string, secret: string): string {
  const hmac = createHmac("sha256", key).update(subject).update("\0").update(secret).digest("base64url");
  return `v1$${kid}$${hmac}`;
}
