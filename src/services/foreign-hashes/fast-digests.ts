import { createHash } from "node:crypto";
import { ofBase64, ofHex } from "./encoded-bytes.js";
import { demandKey, type ForeignHash, isSame, type Notation, UnfitHash } from "./foreign-hash.js";
import { springParts } from "./spring-parts.js";

const ENCODINGS: Record<string, (text: string) => Buffer | undefined> = { hex: ofHex, base64: ofBase64 };
const DIGEST_BYTES: Record<string, number> = { sha256: 32, sha512: 64 };

/** What Spring's StandardPasswordEncoder does: SHA-256 of salt and secret, and then of its own result. */
const SPRING_ROUNDS = 1024;
const SPRING_SALT_BYTES = 8;

function springDigest(salt: Buffer, secret: string): Buffer {
  let value = Buffer.concat([salt, Buffer.from(secret)]);
  for (let round = 0; round < SPRING_ROUNDS; round++) value = createHash("sha256").update(value).digest();
  return value;
}

function digestOf(algorithm: string, expected: Buffer): ForeignHash {
  if (expected.length !== DIGEST_BYTES[algorithm]) throw new UnfitHash("hash", `must be a whole ${algorithm} digest`);
  return { isOf: async (secret) => isSame(createHash(algorithm).update(secret).digest(), expected) };
}

export const FAST_DIGESTS: readonly Notation[] = [
  {
    shape: /^\{(sha256|sha512)-(hex|base64)\}(.+)$/,
    read: (algorithm = "", encoding = "", text = "") => digestOf(algorithm, demandKey(ENCODINGS[encoding]?.(text))),
  },
  {
    shape: /^\{sha256\}(.+)$/,
    read(text = "") {
      const { salt, key, unfit } = springParts(text, SPRING_SALT_BYTES);
      if (unfit) throw unfit;
      return { isOf: async (secret) => isSame(springDigest(salt, secret), key) };
    },
  },
];
