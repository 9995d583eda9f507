import { scrypt } from "node:crypto";
import { promisify } from "node:util";
import { ofBase64 } from "./encoded-bytes.js";
import { bounded, demandKey, demandSalt, type ForeignHash, isSame, type Notation, UnfitHash } from "./foreign-hash.js";
import { MAX_MEMORY_MIB, MAX_PASSES } from "./memory-hard.js";

const derive = promisify<string, Buffer, number, object, Buffer>(scrypt);

const MIB = 2 ** 20;

/** RFC 7914 §2: N, r and p. */
interface Cost {
  N: number;
  r: number;
  p: number;
}

function hashOf({ N, r, p }: Cost, salt: Buffer, key: Buffer): ForeignHash {
  // What OpenSSL takes: N blocks, p more, and two to work in, which are next to nothing in most.
  const memory = 128 * r * (N + p + 2);
  const excess = isOver(memory)
    ? new UnfitHash("memory", `must need at most ${MAX_MEMORY_MIB} MiB of memory`, MAX_MEMORY_MIB)
    : undefined;
  // Up to version 0.6.0 only the N blocks counted.
  if (excess && isOver(128 * r * N)) throw excess;
  const isOfScrypt = N >= 2 && r >= 1 && Number.isInteger(Math.log2(N)) && N < 2 ** (16 * r);
  if (!isOfScrypt) throw new UnfitHash("cost", "must have an N and r of scrypt (RFC 7914 §2)");
  bounded(String(p), MAX_PASSES, "passes", "passes");
  const options = { N, r, p, maxmem: memory };
  const isOf = async (secret: string) => isSame(await derive(secret, salt, key.length, options), key);
  return { isOf, ...(excess && { excess }) };
}

/** In whole MiB. */
function isOver(bytes: number): boolean {
  return Math.floor(bytes / MIB) > MAX_MEMORY_MIB;
}

/** Spring's SCryptPasswordEncoder writes log2(N), r and p into one hexadecimal number. */
function springCost(digits: string): Cost {
  const number = Number.parseInt(digits, 16);
  return { N: 2 ** (number >> 16), r: (number >> 8) & 0xff, p: number & 0xff };
}

export const SCRYPT: readonly Notation[] = [
  // As a PHC string, as passlib writes it.
  {
    shape: /^\$scrypt\$ln=(\d{1,2}),r=(\d{1,5}),p=(\d{1,5})\$([^$]+)\$([^$]+)$/,
    read: (ln, r, p, salt = "", hash = "") =>
      hashOf({ N: 2 ** Number(ln), r: Number(r), p: Number(p) }, demandSalt(ofBase64(salt)), demandKey(ofBase64(hash))),
  },
  // Django's: the salt is a text and comes before the cost.
  {
    shape: /^scrypt\$(\d{1,10})\$([^$]+)\$(\d{1,5})\$(\d{1,5})\$([^$]+)$/,
    read: (n, salt = "", r, p, hash = "") =>
      hashOf({ N: Number(n), r: Number(r), p: Number(p) }, Buffer.from(salt), demandKey(ofBase64(hash))),
  },
  {
    shape: /^(?:\{scrypt(?:@SpringSecurity_v5_8)?\})?\$([0-9a-f]{5,6})\$([^$]+)\$([^$]+)$/,
    read: (cost = "", salt = "", hash = "") =>
      hashOf(springCost(cost), demandSalt(ofBase64(salt)), demandKey(ofBase64(hash))),
  },
];
