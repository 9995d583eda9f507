import { ofHex } from "./encoded-bytes.js";
import { UnfitHash } from "./foreign-hash.js";

/** So many bytes do Spring's encoders hash a secret to, by their defaults. */
const KEY_BYTES = 32;

interface SpringParts {
  salt: Buffer;
  key: Buffer;
  /** Why it is not what they write by their defaults, where it is not. */
  unfit?: UnfitHash;
}

/** What Spring's encoders write together in hexadecimal digits. */
export function springParts(text: string, saltBytes: number): SpringParts {
  const bytes = ofHex(text) ?? Buffer.alloc(0);
  const parts = { salt: bytes.subarray(0, saltBytes), key: bytes.subarray(saltBytes) };
  if (parts.key.length === KEY_BYTES) return parts;
  const message = `must be ${saltBytes} bytes of salt and ${KEY_BYTES} of hash, in hexadecimal digits`;
  return { ...parts, unfit: new UnfitHash("hash", message) };
}
