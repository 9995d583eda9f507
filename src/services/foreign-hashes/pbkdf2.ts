import { pbkdf2 } from "node:crypto";
import { promisify } from "node:util";
import { ofBase64, ofHex } from "./encoded-bytes.js";
import { bounded, demandKey, demandSalt, type ForeignHash, isSame, type Notation, UnfitHash } from "./foreign-hash.js";

const derive = promisify(pbkdf2);

const MAX_ROUNDS = 5_000_000;

function hashOf(digest: string, rounds: number, salt: Buffer, key: Buffer): ForeignHash {
  return { isOf: async (secret) => isSame(await derive(secret, salt, rounds, key.length, digest), key) };
}

function roundsOf(text: string): number {
  return bounded(text, MAX_ROUNDS, "rounds", "PBKDF2 rounds");
}

/** What Spring's encoders write: salt and hash together, in hexadecimal digits. */
function ofSpring(digest: string, rounds: number, saltBytes: number, text: string): ForeignHash {
  const bytes = ofHex(text) ?? Buffer.alloc(0);
  return hashOf(digest, rounds, demandSalt(bytes.subarray(0, saltBytes)), demandKey(bytes.subarray(saltBytes)));
}

export const PBKDF2: readonly Notation[] = [
  // Hydra's: `$pbkdf2-sha256$i=25000,l=32$salt$hash`.
  {
    shape: /^\$pbkdf2-(sha(?:1|256|512))\$i=(\d+),l=(\d+)\$([^$]+)\$([^$]+)$/,
    read(digest = "", rounds = "", length = "", salt = "", hash = "") {
      const key = demandKey(ofBase64(hash));
      if (Number(length) !== key.length) throw new UnfitHash("hash", "must be as long as its l says");
      return hashOf(digest, roundsOf(rounds), demandSalt(ofBase64(salt)), key);
    },
  },
  // passlib's: `$pbkdf2-sha256$29000$salt$hash`, SHA-1 where it names none.
  {
    shape: /^\$pbkdf2(?:-(sha(?:256|512)))?\$(\d+)\$([^$]+)\$([^$]+)$/,
    read: (digest = "sha1", rounds = "", salt = "", hash = "") =>
      hashOf(digest, roundsOf(rounds), demandSalt(ofBase64(salt)), demandKey(ofBase64(hash))),
  },
  // Django's: the salt is a text.
  {
    shape: /^pbkdf2_(sha(?:1|256))\$(\d+)\$([^$]+)\$([^$]+)$/,
    read: (digest = "", rounds = "", salt = "", hash = "") =>
      hashOf(digest, roundsOf(rounds), Buffer.from(salt), demandKey(ofBase64(hash))),
  },
  // Spring's Pbkdf2PasswordEncoder with its defaults up to Spring Security 5.7, and since 5.8.
  { shape: /^\{pbkdf2\}(.+)$/, read: (text = "") => ofSpring("sha1", 185_000, 8, text) },
  {
    shape: /^\{pbkdf2@SpringSecurity_v5_8\}(.+)$/,
    read: (text = "") => ofSpring("sha256", 310_000, 16, text),
  },
];
