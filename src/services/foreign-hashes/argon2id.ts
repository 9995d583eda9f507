import { ofBase64 } from "./encoded-bytes.js";
import { bounded, demandKey, demandSalt, type Notation, UnfitHash } from "./foreign-hash.js";
import { MAX_MEMORY_MIB, MAX_PASSES } from "./memory-hard.js";

const KIB = 1024;
const MAX_LANES = 16;
const MIN_SALT_BYTES = 8;

/** Argon2id 1.3 as a PHC string (RFC 9106), also as Django and Spring's delegating encoder write it. */
export const ARGON2ID: readonly Notation[] = [
  {
    shape:
      /^(?:argon2|\{argon2(?:@SpringSecurity_v5_8)?\})?(\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([^$=]+)\$([^$=]+))$/,
    read(hash = "", memory = "", passes = "", lanes = "", salt = "", key = "") {
      bounded(passes, MAX_PASSES, "passes", "passes");
      const kibibytes = bounded(memory, MAX_MEMORY_MIB * KIB, "memory", "KiB of memory");
      const minimum = 8 * bounded(lanes, MAX_LANES, "lanes", "lanes");
      if (kibibytes < minimum) throw new UnfitHash("memory", "must have 8 KiB of memory for each lane");
      demandKey(ofBase64(key));
      if (demandSalt(ofBase64(salt)).length < MIN_SALT_BYTES) {
        throw new UnfitHash("hash", `must have a salt of at least ${MIN_SALT_BYTES} bytes`);
      }
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
