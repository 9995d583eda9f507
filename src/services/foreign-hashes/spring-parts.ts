import { ofHex } from "./encoded-bytes.js";
import { UnfitHash } from "./foreign-hash.js";

/** So many bytes do Spring's encoders hash a secret to, by their defaults. */
const KEY_BYTES = 32;

/** What Spring's encoders write together in hexadecimal digits. Of another length it is none that any secret fits. */
export function springParts(text: string, saltBytes: number): { salt: Buffer; key: Buffer } {
  const bytes = ofHex(text);
  if (bytes?.length === saltBytes + KEY_BYTES) {
    return { salt: bytes.subarray(0, saltBytes), key: bytes.subarray(saltBytes) };
  }
  throw new UnfitHash("hash", `must be ${saltBytes} bytes of salt and ${KEY_BYTES} of hash, in hexadecimal digits`);
}
