import { createHash } from "node:crypto";
import { type ForeignHash, type Notation, UnfitHash } from "./foreign-hash.js";

/** Each one more doubles the time: 14 takes about a second. */
const MAX_COST = 14;
const MIN_COST = 4;

/** The last digits of salt and hash have bits that belong to no byte; others than 0 no library agrees on. */
const SALT_AND_HASH = "[./A-Za-z0-9]{21}[.Oeu][./A-Za-z0-9]{30}[.CGKOSWaeimquy26]";

const HASH = `(\\$2[aby]\\$(\\d\\d)\\$${SALT_AND_HASH})`;

/** bcrypt of what `prepare` makes of a secret. */
function hashOf(hash: string, cost: string, prepare = (secret: string) => secret): ForeignHash {
  if (Number(cost) < MIN_COST || Number(cost) > MAX_COST) {
    throw new UnfitHash("cost", `must have a bcrypt cost of ${MIN_COST} to ${MAX_COST}`, MAX_COST);
  }
  return {
    async isOf(secret) {
      // Loaded only where it is needed.
      const { verify } = await import("@node-rs/bcrypt");
      return verify(prepare(secret), hash);
    },
  };
}

export const BCRYPT: readonly Notation[] = [
  // In the modular crypt format, also with the prefixes of Spring's delegating encoder and of Django.
  {
    shape: new RegExp(`^(?:\\{bcrypt\\}|bcrypt\\$)?${HASH}$`),
    read: (hash = "", cost = "") => hashOf(hash, cost),
  },
  // Django's BCryptSHA256PasswordHasher: of the secret's SHA-256 in hexadecimal digits, so that none is too long.
  {
    shape: new RegExp(`^bcrypt_sha256\\$${HASH}$`),
    read: (hash = "", cost = "") => hashOf(hash, cost, (secret) => createHash("sha256").update(secret).digest("hex")),
  },
];
