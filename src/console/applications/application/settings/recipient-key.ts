import { calculateJwkThumbprint, type JWK } from "jose";

/** A public JWK, as JSON. */
export type Jwk = Readonly<Record<string, unknown>>;

const MAX_BYTES = 16_384;
/** Members that only private and symmetric keys have (RFC 7518 §6). */
const PRIVATE_MEMBERS = ["d", "p", "q", "dp", "dq", "qi", "oth", "k"];
/** What secrets can be sealed to. */
const KINDS = ["RSA", "EC P-256", "EC P-384", "OKP X25519"];

/** How a key stands in its field. */
export function textOfKey(key: Jwk | null | undefined): string {
  return key ? JSON.stringify(key, null, 1) : "";
}

/** The object that stands in a field, whatever its members are; undefined where there is none. */
export function keyOfText(text: string): Jwk | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Jwk) : undefined;
  } catch {
    return undefined;
  }
}

/** What is wrong with a field's key. A private one never leaves the page; of all else the gateway decides. */
export function problemOfKey(text: string): string | undefined {
  if (!text.trim()) return undefined;
  const key = keyOfText(text);
  if (!key) return 'One public JWK as JSON, please, as in {"kty": "OKP", "crv": "X25519", "x": "…"}.';
  if (PRIVATE_MEMBERS.some((name) => Object.hasOwn(key, name))) {
    return "This is a private key, and was sent to nobody: paste its public half.";
  }
  if (new Blob([text]).size > MAX_BYTES) return `At most ${MAX_BYTES} bytes.`;
  return KINDS.includes(kindOfKey(key)) ? undefined : "An RSA key, or one on P-256, P-384 or X25519, please.";
}

/** "RSA", "EC P-256": its type and its curve. */
export function kindOfKey({ kty, crv }: Jwk): string {
  return [kty, crv].filter((part) => typeof part === "string").join(" ");
}

/** Its RFC 7638 thumbprint; undefined for what is no key, and where the browser has no Web Crypto (plain http). */
export async function thumbprintOf(key: Jwk): Promise<string | undefined> {
  try {
    return await calculateJwkThumbprint(key as JWK);
  } catch {
    return undefined;
  }
}
