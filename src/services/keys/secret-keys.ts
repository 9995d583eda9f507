import { createHmac, hkdfSync, timingSafeEqual } from "node:crypto";

/** A server key under which digests are made. `kid` names it, so that keys can be replaced. */
export interface SecretKey {
  kid: string;
  key: Buffer;
}

/** At least one key; the first one signs. */
export type KeyList = readonly [SecretKey, ...SecretKey[]];

/** Where the keys are read again, if they can change while the process runs. */
export interface KeySource {
  /** The keys as they are; undefined when they cannot be read, or were refused. */
  peek(): Promise<KeyList | undefined>;
  /** The keys to use from now on; undefined when what is there must not be used. */
  reload(): Promise<KeyList | undefined>;
}

/** How often work that takes long looks for other keys: as a running gateway does. */
const LOOK_EVERY_MS = 60_000;

/**
 * Makes digests of secrets: `v1$<kid>$<HMAC-SHA256(subject, NUL, secret)>`, base64url. The first key signs; the others
 * still verify. Why not a slow hash: docs/decisions/0002-keyed-digests.md
 */
export class SecretKeys {
  private looking?: Promise<void>;
  private nextLook?: Promise<void>;
  private lookedAt = Number.NEGATIVE_INFINITY;

  constructor(
    private keys: KeyList,
    private readonly source?: KeySource,
  ) {}

  get kids(): string[] {
    return this.keys.map(({ kid }) => kid);
  }

  /** Identifies the key of this name without telling anything about it; undefined for an unknown one. */
  fingerprint(kid: string): string | undefined {
    const key = this.keys.find((one) => one.kid === kid);
    return key && fingerprintOf(key);
  }

  /** The digest to store, under the first key. */
  digest(subject: string, secret: string): string {
    return digestUnder(this.keys[0], subject, secret);
  }

  /** The digests under every key, by which a secret is looked up or compared. */
  candidates(subject: string, secret: string): string[] {
    return this.keys.map((key) => digestUnder(key, subject, secret));
  }

  /** Whether a digest was made under the first key; never for what is no digest yet. */
  isCurrent(digest: string): boolean {
    return digest.startsWith(`v1$${this.keys[0].kid}$`);
  }

  /**
   * 32 bytes that follow from a server key and a text of the sender's together (HKDF-SHA256, RFC 5869, with the server
   * key as the salt), for one purpose. Throws an Error for an unknown kid.
   */
  derive(kid: string, sent: string, purpose: string): Buffer {
    const found = this.keys.find((one) => one.kid === kid);
    if (!found) throw new Error("A server key is not known.");
    return Buffer.from(hkdfSync("sha256", sent, found.key, purpose, 32));
  }

  /** Whether another process may digest under a key that this one has not read yet. */
  async lacksOne(): Promise<boolean> {
    const found = (await this.source?.peek()) ?? [];
    return found.some(({ kid }) => !this.kids.includes(kid));
  }

  /** Reloads the keys. True when there is a kid that is not among `known`. */
  async refresh(known: readonly string[]): Promise<boolean> {
    if (this.source) await this.look();
    return this.kids.some((kid) => !known.includes(kid));
  }

  /** Reloads the keys once a minute, for work that goes on with what it began: a key may be replaced meanwhile. */
  async keepUp(now: number): Promise<void> {
    if (Math.abs(now - this.lookedAt) < LOOK_EVERY_MS) return;
    this.lookedAt = now;
    await this.refresh(this.kids);
  }

  /** One reload at a time. Calls during a reload share the next one, since the running one may have read too early. */
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

  /**
   * Takes over the reloaded keys. Keys that are missing there go on verifying: a digest may just have been made under
   * one.
   */
  private async adopt(): Promise<void> {
    const read = await this.source?.reload();
    if (!read) return;
    const [first, ...rest] = read;
    const left = this.keys.filter(({ kid }) => read.every((key) => key.kid !== kid));
    this.keys = [first, ...rest, ...left];
  }
}

/** Whether a stored digest is one of the candidates. Always compares with all of them, in constant time. */
export function isAmong(candidates: readonly string[], stored: string): boolean {
  const actual = Buffer.from(stored);
  const equal = candidates.map((candidate) => {
    const expected = Buffer.from(candidate);
    return actual.length === expected.length && timingSafeEqual(actual, expected);
  });
  return equal.includes(true);
}

/** Identifies a key without telling anything about it. */
export function fingerprintOf({ key }: SecretKey): string {
  return createHmac("sha256", key).update("fingerprint").digest("base64url");
}

/** The name of the key that a digest, or what stands in its place, was made under. */
export function kidOf(digest: string): string | undefined {
  return digest.split("$")[1];
}

function digestUnder({ kid, key }: SecretKey, subject: string, secret: string): string {
  const hmac = createHmac("sha256", key).update(subject).update("\0").update(secret).digest("base64url");
  return `v1$${kid}$${hmac}`;
}
