import { createHash, createPrivateKey, createPublicKey, diffieHellman, type JsonWebKey } from "node:crypto";

/** A public JWK to which secrets are sealed: the members that make it the key, and `alg` and `use` where it has them. */
export interface RecipientKey {
  kty: "EC" | "OKP" | "RSA";
  crv?: string;
  x?: string;
  y?: string;
  n?: string;
  e?: string;
  alg?: string;
  use?: string;
}

/** How a key is agreed upon or encrypted (RFC 7518 §4), by the key's type. */
const ALGORITHMS = { EC: "ECDH-ES+A256KW", OKP: "ECDH-ES+A256KW", RSA: "RSA-OAEP-256" } as const;

export type RecipientAlgorithm = (typeof ALGORITHMS)[keyof typeof ALGORITHMS];

/** What makes a key the key it is, in the order in which RFC 7638 §3.2 hashes it. */
const REQUIRED = { EC: ["crv", "kty", "x", "y"], OKP: ["crv", "kty", "x"], RSA: ["e", "kty", "n"] } as const;

/** Members of private and of symmetric keys (RFC 7518 §6). */
const PRIVATE_MEMBERS = ["d", "p", "q", "dp", "dq", "qi", "oth", "k"];

export const MAX_RECIPIENT_KEY_BYTES = 16_384;

/** More than any member of a JWK has. */
const MAX_RECIPIENT_KEY_LEVELS = 8;

/** Bytes of a coordinate, by curve. */
const EC_CURVES: Record<string, number> = { "P-256": 32, "P-384": 48 };
const X25519_BYTES = 32;

const MIN_MODULUS_BITS = 2048;
const MAX_MODULUS_BITS = 4096;

/** NIST SP 800-56B wants more than 2^16; OpenSSL takes no longer ones with a large modulus. */
const MIN_EXPONENT = 65_537n;
const MAX_EXPONENT_BYTES = 8;

/** Any scalar finds the points of low order, with which every agreement ends in zero (RFC 7748 §6.1). Seals nothing. */
const TRIAL_SCALAR = Buffer.from(`302e020100300506032b656e04220420${"40".repeat(32)}`, "hex");

/** The value of a JWK's own member; whatever a JSON text calls `__proto__` is none. */
type Members = (name: string) => unknown;

/** Why a value is no key to which secrets can be sealed, as the end of a sentence; undefined when it is one. */
export function recipientKeyProblem(value: unknown): string | undefined {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    return "must be one public JWK, as an object";
  const own = PRIVATE_MEMBERS.filter((name) => Object.hasOwn(value, name));
  if (own.length > 0) {
    return `must be a public key: it has ${own.join(", ")} of a private one, which nobody should be given`;
  }
  if (isDeeper(value, MAX_RECIPIENT_KEY_LEVELS)) {
    return `must be nested at most ${MAX_RECIPIENT_KEY_LEVELS} levels deep`;
  }
  if (Buffer.byteLength(JSON.stringify(value)) > MAX_RECIPIENT_KEY_BYTES) {
    return `must be at most ${MAX_RECIPIENT_KEY_BYTES} bytes as JSON`;
  }
  const member: Members = (name) => (Object.hasOwn(value, name) ? (value as Record<string, unknown>)[name] : undefined);
  return kindProblem(member) ?? purposeProblem(member);
}

/** Whether a value is nested deeper than this; whatever walks it afterwards may recurse. */
function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== "object" || value === null) return false;
  return levels === 0 || Object.values(value).some((inner) => isDeeper(inner, levels - 1));
}

function kindProblem(member: Members): string | undefined {
  const curve = member("crv");
  if (member("kty") === "RSA") return rsaProblem(member);
  if (member("kty") === "EC" && typeof curve === "string" && Object.hasOwn(EC_CURVES, curve)) {
    return pointProblem(member, curve);
  }
  if (member("kty") === "OKP" && curve === "X25519") return montgomeryProblem(member);
  return "must be one JWK of kty RSA, or of P-256, P-384 (kty EC) or X25519 (kty OKP)";
}

/** `alg` and `use` may be left out; what they say must be what is done (RFC 7517 §4.2, §4.4). */
function purposeProblem(member: Members): string | undefined {
  const alg = ALGORITHMS[member("kty") as RecipientKey["kty"]];
  if (![undefined, alg].includes(member("alg") as typeof alg)) return `must have alg ${alg}, or none`;
  return [undefined, "enc"].includes(member("use") as "enc") ? undefined : "must have use enc, or none";
}

function rsaProblem(member: Members): string | undefined {
  const modulus = unsigned(member("n"), MAX_MODULUS_BITS / 8);
  if (!modulus || modulus % 2n === 0n || modulus.toString(2).length < MIN_MODULUS_BITS) {
    return `must have as n the odd modulus of ${MIN_MODULUS_BITS} to ${MAX_MODULUS_BITS} bits, in base64url`;
  }
  const exponent = unsigned(member("e"), MAX_EXPONENT_BYTES);
  if (exponent && exponent >= MIN_EXPONENT && exponent % 2n === 1n) return undefined;
  return `must have as e an odd exponent of ${MIN_EXPONENT} or more, at most ${MAX_EXPONENT_BYTES} bytes, in base64url`;
}

function pointProblem(member: Members, crv: string): string | undefined {
  const size = EC_CURVES[crv] ?? 0;
  const [x, y] = [member("x"), member("y")];
  if (decoded(x)?.length !== size || decoded(y)?.length !== size) {
    return `must have as x and y the ${size} bytes of each coordinate, in base64url`;
  }
  const isOnCurve = succeeds(() => createPublicKey({ key: { kty: "EC", crv, x, y } as JsonWebKey, format: "jwk" }));
  return isOnCurve ? undefined : `must be a point of ${crv}`;
}

function montgomeryProblem(member: Members): string | undefined {
  const x = member("x");
  if (decoded(x)?.length !== X25519_BYTES) return `must have as x ${X25519_BYTES} bytes, in base64url`;
  const isSafe = succeeds(() =>
    diffieHellman({
      privateKey: createPrivateKey({ key: TRIAL_SCALAR, format: "der", type: "pkcs8" }),
      publicKey: createPublicKey({ key: { kty: "OKP", crv: "X25519", x } as JsonWebKey, format: "jwk" }),
    }),
  );
  return isSafe ? undefined : "must not be a point of low order";
}

function succeeds(work: () => unknown): boolean {
  try {
    work();
    return true;
  } catch {
    return false;
  }
}

/** The bytes of a base64url text without padding; undefined for any other value. */
function decoded(text: unknown): Buffer | undefined {
  if (typeof text !== "string" || text === "") return undefined;
  const bytes = Buffer.from(text, "base64url");
  return bytes.toString("base64url") === text ? bytes : undefined;
}

/** A number as RFC 7518 §2 writes it: big-endian, without zero bytes before it. */
function unsigned(text: unknown, maxBytes: number): bigint | undefined {
  const bytes = decoded(text);
  if (!bytes || bytes.length > maxBytes || bytes[0] === 0) return undefined;
  return BigInt(`0x${bytes.toString("hex")}`);
}

/** What is kept of a JWK that `recipientKeyProblem` has no objection to. */
export function recipientKeyOf(jwk: object): RecipientKey {
  const key = jwk as RecipientKey;
  const { alg, use } = key;
  return { ...requiredOf(key), ...(alg === undefined ? {} : { alg }), ...(use === undefined ? {} : { use }) };
}

/** The key alone, in the order of RFC 7638 §3.2. */
export function requiredOf(key: RecipientKey): RecipientKey {
  return Object.fromEntries(REQUIRED[key.kty].map((name) => [name, key[name]])) as unknown as RecipientKey;
}

export function algorithmOf({ kty }: RecipientKey): RecipientAlgorithm {
  return ALGORITHMS[kty];
}

/** Names the key (RFC 7638, SHA-256, base64url). */
export function thumbprintOf(key: RecipientKey): string {
  return createHash("sha256")
    .update(JSON.stringify(requiredOf(key)))
    .digest("base64url");
}

/** Whether both are the same key, whatever else is said of it; null is none. */
export function isSameKey(one: RecipientKey | null, other: RecipientKey | null): boolean {
  return one && other ? thumbprintOf(one) === thumbprintOf(other) : one === other;
}
