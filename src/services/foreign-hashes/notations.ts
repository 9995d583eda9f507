import { DomainError } from "../../model/domain-error.js";
import { ARGON2ID } from "./argon2id.js";
import { BCRYPT } from "./bcrypt.js";
import { FAST_DIGESTS } from "./fast-digests.js";
import { type ForeignHash, UnfitHash } from "./foreign-hash.js";
import { PBKDF2 } from "./pbkdf2.js";
import { SCRYPT } from "./scrypt.js";
import { untakenKind } from "./untaken.js";

const NOTATIONS = [...BCRYPT, ...PBKDF2, ...ARGON2ID, ...SCRYPT, ...FAST_DIGESTS];

/** How they begin: a text that does, and is none of them, is malformed; any other is of another kind. */
const BEGINNINGS =
  /^(?:\{(?:bcrypt|pbkdf2|scrypt|argon2|sha256)(?:@SpringSecurity_v5_8)?\}|(?:bcrypt\$|bcrypt_sha256\$)?\$2[aby]\$|bcrypt(?:_sha256)?\$|\$pbkdf2(?:-sha(?:1|256|512))?\$|pbkdf2_sha(?:1|256)\$|(?:argon2)?\$argon2id\$|\$?scrypt\$|\$[0-9a-f]{5,6}\$)/;

/** No notation needs more, and shapes are looked for in no more. */
const MAX_LENGTH = 1024;

/**
 * The hash that a notation writes. Throws `invalid`, which names the field and the limit, for one that is malformed, not
 * known, or would cost more than a check may.
 */
export function foreignHash(text: string, field: string): ForeignHash {
  try {
    const hash = read(text);
    if (hash.excess) throw hash.excess;
    return hash;
  } catch (error) {
    if (!(error instanceof UnfitHash)) throw error;
    const { rule, message, limit } = error;
    throw DomainError.invalidField(field, rule, `${field} ${message}`, limit);
  }
}

/**
 * The same of one that is here, which works within the bounds of the version that took it in; undefined for one that no
 * secret fits.
 */
export function foreignHashHere(text: string): ForeignHash | undefined {
  const hash = readHere(text);
  return hash instanceof UnfitHash ? undefined : hash;
}

/** Why no secret fits a hash that is here, going on from its name; undefined where one does. */
export function unfitnessHere(text: string): string | undefined {
  const hash = readHere(text);
  return hash instanceof UnfitHash ? hash.message : undefined;
}

function readHere(text: string): ForeignHash | UnfitHash {
  try {
    return read(text);
  } catch (error) {
    if (error instanceof UnfitHash) return error;
    throw error;
  }
}

function read(text: string): ForeignHash {
  if (text.length > MAX_LENGTH) {
    throw new UnfitHash("length", `must be a hash of at most ${MAX_LENGTH} characters`, MAX_LENGTH);
  }
  for (const { shape, read } of NOTATIONS) {
    const match = shape.exec(text);
    // A group that is not there is undefined, so that a default stands in.
    if (match) return withoutNull(read(...match.slice(1)));
  }
  const kind = untakenKind(text);
  if (kind !== undefined) throw new UnfitHash("notation", `is a hash of a kind that is not taken: ${kind}`);
  const problem = BEGINNINGS.test(text) ? "that is malformed" : "of a kind that is not known";
  throw new UnfitHash("notation", `is a hash ${problem}`);
}

/** HMAC and bcrypt read some texts with U+0000 as if they were others, so that a secret could be written in many ways. */
function withoutNull(hash: ForeignHash): ForeignHash {
  return { ...hash, isOf: async (secret) => !secret.includes("\0") && hash.isOf(secret) };
}
