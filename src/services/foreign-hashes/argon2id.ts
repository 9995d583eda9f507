import { ofBase64 } from "./encoded-bytes.js";
import { bounded, demandKey, demandSalt, type Notation, UnfitHash } from "./foreign-hash.js";
import { MAX_MEMORY_MIB, MAX_PASSES } from "./memory-hard.js";

const KIB = 1024;
const MAX_LANES = 16;
const MIN_SALT_BYTES = 8;
/** The longest that a PHC string may have. */
const MAX_SALT_BYTES = 48;

/** Argon2id 1.3 as a PHC string (RFC 9106), also as Django and Spring's delegating encoder write it. */
export const ARGON2ID: readonly Notation[] = [
  {
    shape:
      /^(?:argon2|\{argon2(?:@SpringSecurity_v5_8)?\})?\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([^$=]+)\$([^$=]+)$/,
    read(memory = "", passes = "", lanes = "", salt = "", key = "") {
      const t = bounded(passes, MAX_PASSES, "passes", "passes");
      const m = bounded(memory, MAX_MEMORY_MIB * KIB, "memory", "KiB of memory");
      const p = bounded(lanes, MAX_LANES, "lanes", "lanes");
      if (m < 8 * p) throw new UnfitHash("memory", "must have 8 KiB of memory for each lane");
      // Written anew, since the library throws at each check for what is written otherwise.
      const parts = [saltOf(salt), demandKey(ofBase64(key))].map(inBase64);
      const hash = `$argon2id$v=19$m=${m},t=${t},p=${p}$${parts.join("$")}`;
      return {
        async isOf(secret) {
          // Loaded only where it is needed.
          const { verify } = await import("@node-rs/argon2");
          return verify(hash, secret);
        },
      };
    },
  },
];

function saltOf(text: string): Buffer {
  const salt = demandSalt(ofBase64(text));
  if (salt.length >= MIN_SALT_BYTES && salt.length <= MAX_SALT_BYTES) return salt;
  throw new UnfitHash("hash", `must have a salt of ${MIN_SALT_BYTES} to ${MAX_SALT_BYTES} bytes`, MAX_SALT_BYTES);
}

function inBase64(bytes: Buffer): string {
  return bytes.toString("base64").replace(/=+$/, "");
}
