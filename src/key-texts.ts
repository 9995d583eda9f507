import type { SecretKey } from "./services/keys/secret-keys.js";

const MIN_KEY_BYTES = 32;

/** The keys of `kid:base64[,kid:base64…]`, or undefined for a text of another form. */
export function parseSecretKeys(text: string): SecretKey[] | undefined {
  const keys = text.split(",").map((entry) => {
    const [, kid, base64] = /^([A-Za-z0-9_-]{1,64}):([A-Za-z0-9+/_=-]+)$/.exec(entry.trim()) ?? [];
    const key = Buffer.from(base64 ?? "", "base64");
    return kid !== undefined && key.length >= MIN_KEY_BYTES ? { kid, key } : undefined;
  });
  const known = keys.filter((key) => key !== undefined);
  const distinct = new Set(known.map(({ kid }) => kid)).size === keys.length;
  return known.length === keys.length && distinct ? known : undefined;
}

/** Keys in the form of SECRET_KEYS and of the key file. */
export function formatKeys(keys: readonly SecretKey[]): string {
  return keys.map(({ kid, key }) => `${kid}:${key.toString("base64")}`).join(",");
}
