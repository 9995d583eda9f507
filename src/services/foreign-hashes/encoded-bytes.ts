/**
 * Bytes in base64: with the standard alphabet, the one for URLs or passlib's (`.` for `+`), with padding or without.
 * Undefined for anything else, so that no digit is passed over.
 */
export function ofBase64(text: string): Buffer | undefined {
  const digits = text
    .replace(/={1,2}$/, "")
    .replaceAll(/[.-]/g, "+")
    .replaceAll("_", "/");
  const bytes = Buffer.from(digits, "base64");
  return bytes.toString("base64").replace(/=+$/, "") === digits ? bytes : undefined;
}

/** Bytes as hexadecimal digits; undefined for anything else. */
export function ofHex(text: string): Buffer | undefined {
  return /^(?:[0-9a-f]{2})*$/i.test(text) ? Buffer.from(text, "hex") : undefined;
}
