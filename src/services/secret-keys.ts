import { createHmac, timingSafeEqual } from "node:crypto";

/** A key of the server under which digests are made; `kid` names it, so that keys can be replaced. */
export interface SecretKey {
  kid: string;
  key: Buffer;
}

/**
 * Turns secrets into what is stored of them: `v1$<kid>$<HMAC-SHA256(subject, NUL, secret)>`, base64url. A random
 * 256-bit secret gains nothing from a slow hash, and without the key a database dump cannot even check a guess.
 * The first key signs; the others still verify.
 */
export class SecretKeys {
  constructor(private readonly keys: readonly [SecretKey, ...SecretKey[]]) {}

  get kids(): string[] {
    return this.keys.map(({ kid }) => kid);
  }

  /** The digest to store, under the first key. */
  digest(subject: string, secret: string): string {
    return digestUnder(this.keys[0], subject, secret);
  }

  /** The digest under each key, to look a secret up by. */
  candidates(subject: string, secret: string): string[] {
    return this.keys.map((key) => digestUnder(key, subject, secret));
  }

  /** Compares in constant time. A digest under a key that is not there matches nothing. */
  matches(stored: string, subject: string, secret: string): boolean {
    const kid = kidOf(stored);
    const key = this.keys.find((candidate) => candidate.kid === kid) ?? this.keys[0];
    const expected = Buffer.from(digestUnder(key, subject, secret));
    const actual = Buffer.from(stored);
    return actual.length === expected.length && timingSafeEqual(actual, expected);
  }
}

/** The name of the key a digest was made under. */
export function kidOf(digest: string): string | undefined {
  return digest.split("$")[1];
}

function digestUnder({ kid, key }: SecretKey, subject: string, secret: string): string {
  const hmac = createHmac("sha256", key).update(subject).update("\0").update(secret).digest("base64url");
  return `v1$${kid}$${hmac}`;
}
