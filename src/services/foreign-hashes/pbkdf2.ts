import { pbkdf2 } from "node:crypto";
import { promisify } from "node:util";
import { ofBase64 } from "./encoded-bytes.js";
import {
  beyond,
  demandKey,
  demandSalt,
  type ForeignHash,
  isKey,
  isSame,
  isWithin,
  type Notation,
  UnfitHash,
} from "./foreign-hash.js";
import { springParts } from "./spring-parts.js";

const derive = promisify(pbkdf2);

const MAX_ROUNDS = 5_000_000;

const DIGEST_BYTES: Record<string, number> = { sha1: 20, sha256: 32, sha512: 64 };

/** A hash that is longer than its digest costs its rounds again for each that it needs (RFC 8018 §5.2). */
function hashOf(digest: string, rounds: string, salt: Buffer, key: Buffer): ForeignHash {
  const digests = Math.ceil(key.length / (DIGEST_BYTES[digest] ?? 1));
  const most = Math.floor(MAX_ROUNDS / digests);
  const each = Number(rounds);
  const excess = isWithin(each, most) ? undefined : beyond(most, "rounds", "PBKDF2 rounds");
  // Version 0.3.0 took in as many of a longer one: with SHA-1 that takes twice as long as the slowest that comes now.
  if (excess && !isWithin(each, MAX_ROUNDS)) throw excess;
  const isOf = async (secret: string) => isSame(await derive(secret, salt, each, key.length, digest), key);
  return { isOf, ...(excess && { excess }) };
}

function ofSpring(digest: string, rounds: string, saltBytes: number, text: string): ForeignHash {
  const { salt, key, unfit } = springParts(text, saltBytes);
  if (unfit && !isKey(key)) throw unfit;
  // Version 0.3.0 took in other lengths, too, as an encoder writes that was given another width.
  return { ...hashOf(digest, rounds, salt, key), ...(unfit && { excess: unfit }) };
}

export const PBKDF2: readonly Notation[] = [
  // Hydra's: `$pbkdf2-sha256$i=25000,l=32$salt$hash`.
  {
    shape: /^\$pbkdf2-(sha(?:1|256|512))\$i=(\d+),l=(\d+)\$([^$]+)\$([^$]+)$/,
    read(digest = "", rounds = "", length = "", salt = "", hash = "") {
      const key = demandKey(ofBase64(hash));
      if (Number(length) !== key.length) throw new UnfitHash("hash", "must be as long as its l says");
      return hashOf(digest, rounds, demandSalt(ofBase64(salt)), key);
    },
  },
  // passlib's: `$pbkdf2-sha256$29000$salt$hash`, SHA-1 where it names none.
  {
    shape: /^\$pbkdf2(?:-(sha(?:256|512)))?\$(\d+)\$([^$]+)\$([^$]+)$/,
    read: (digest = "sha1", rounds = "", salt = "", hash = "") =>
      hashOf(digest, rounds, demandSalt(ofBase64(salt)), demandKey(ofBase64(hash))),
  },
  // Django's: the salt is a text.
  {
    shape: /^pbkdf2_(sha(?:1|256))\$(\d+)\$([^$]+)\$([^$]+)$/,
    read: (digest = "", rounds = "", salt = "", hash = "") =>
      hashOf(digest, rounds, Buffer.from(salt), demandKey(ofBase64(hash))),
  },
  // Spring's Pbkdf2PasswordEncoder with its defaults up to Spring Security 5.7, and since 5.8.
  { shape: /^\{pbkdf2\}(.+)$/, read: (text = "") => ofSpring("sha1", "185000", 8, text) },
  {
    shape: /^\{pbkdf2@SpringSecurity_v5_8\}(.+)$/,
    read: (text = "") => ofSpring("sha256", "310000", 16, text),
  },
];
