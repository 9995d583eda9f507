import { randomBytes } from "node:crypto";
import { crc32 } from "node:zlib";
import { encodeBase62 } from "./base62.js";

/** `ogs_` marks client secrets, `ogt_` API tokens, `ogc_` codes that sign in at the console once. */
export type SecretPrefix = "ogs_" | "ogt_" | "ogc_";

const SECRET = /^(og[cst]_)[0-9A-Za-z]{43}([0-9A-Za-z]{6})$/;

/**
 * A new secret: prefix + 43 base62 characters of 256 random bits + 6 base62 characters of the CRC-32 (IEEE)
 * of everything before them. The checksum lets secret scanners tell a secret from noise.
 */
export function newSecret(prefix: SecretPrefix): string {
  const body = prefix + encodeBase62(randomBytes(32), 43);
  return body + checksum(body);
}

/** Whether the text has the prefix, the length and the checksum of a generated secret. */
export function isWellFormedSecret(text: string, prefix: SecretPrefix): boolean {
  const match = SECRET.exec(text);
  return match?.[1] === prefix && checksum(text.slice(0, -6)) === match[2];
}

/** What may be shown of a generated secret after its creation: prefix, dots, last four characters. */
export function hintOf(secret: string): string {
  return `${secret.slice(0, 4)}…${secret.slice(-4)}`;
}

/** The hint of a chosen secret: dots and the last two characters only, since chosen secrets are easier to guess. */
export function hintOfChosen(secret: string): string {
  return `…${secret.slice(-2)}`;
}

/** RFC 6749 appendix A.2 without the space, which no way in that is used carries safely. */
const IMPORTED = /^[\x21-\x7e]{1,512}$/;

/** Whether a text may be a secret of another system: 1 to 512 visible ASCII characters. */
export function mayBeImported(text: string): boolean {
  return IMPORTED.test(text);
}

/** The hint of an imported secret that nobody has used here: nothing was seen of it yet but by who imported it. */
export const HIDDEN_HINT = "…";

/** From how many characters on an imported secret may show its last two. */
const MIN_HINTED_LENGTH = 16;

/** The hint of an imported secret once it is used. */
export function hintOfImported(secret: string): string {
  return secret.length < MIN_HINTED_LENGTH ? HIDDEN_HINT : hintOfChosen(secret);
}

/** The text with everything that looks like a generated secret replaced: people paste secrets into wrong fields. */
export function redacted(text: string): string {
  return text.replace(/og[cst]_[0-9A-Za-z]{8,}/g, "[redacted]");
}

function checksum(body: string): string {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(crc32(body));
  return encodeBase62(bytes, 6);
}
