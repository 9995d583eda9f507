import {
  constants,
  createDecipheriv,
  createHash,
  createPrivateKey,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  type KeyObject,
  privateDecrypt,
} from "node:crypto";
import type { Answer, GraphqlClient } from "../gateway/graphql-client.js";

export const RECIPIENT_KINDS = ["P-256", "P-384", "X25519", "RSA"] as const;

export type RecipientKind = (typeof RECIPIENT_KINDS)[number];

type Jwk = Record<string, string>;

/** Somebody with a key pair, who opens what was sealed to it. Made of node:crypto alone, unlike what seals. */
export interface Recipient {
  /** The public key. */
  jwk: Jwk;
  privateJwk: Jwk;
  privatePem: string;
  /** The key's RFC 7638 thumbprint. */
  thumbprint: string;
  /** Opens a compact JWE. */
  open(jwe: string): { header: Record<string, unknown>; plaintext: string };
}

const SPKI = { type: "spki", format: "pem" } as const;
const PKCS8 = { type: "pkcs8", format: "pem" } as const;

export function newRecipient(kind: RecipientKind = "P-256", modulusLength = 2048): Recipient {
  const { privateKey: privatePem, publicKey } = pairOf(kind, modulusLength);
  const key = createPrivateKey(privatePem);
  const jwk = createPublicKey(publicKey).export({ format: "jwk" }) as Jwk;
  return {
    jwk,
    privateJwk: key.export({ format: "jwk" }) as Jwk,
    privatePem,
    thumbprint: thumbprintOf(jwk),
    open: (jwe) => open(jwe, key),
  };
}

/** Encoded as they are made: test/architecture-generated-keys.test.ts says why. */
function pairOf(kind: RecipientKind, modulusLength: number): { privateKey: string; publicKey: string } {
  if (kind === "RSA") {
    return generateKeyPairSync("rsa", { modulusLength, publicKeyEncoding: SPKI, privateKeyEncoding: PKCS8 });
  }
  if (kind === "X25519") return generateKeyPairSync("x25519", { publicKeyEncoding: SPKI, privateKeyEncoding: PKCS8 });
  return generateKeyPairSync("ec", { namedCurve: kind, publicKeyEncoding: SPKI, privateKeyEncoding: PKCS8 });
}

/** RFC 7638 §3: the members that the key type requires, in the order of their names, without white space. */
function thumbprintOf({ kty, crv, x, y, n, e }: Jwk): string {
  const members = kty === "RSA" ? { e, kty, n } : kty === "EC" ? { crv, kty, x, y } : { crv, kty, x };
  return createHash("sha256").update(JSON.stringify(members)).digest("base64url");
}

/** RFC 7516 §5.2, for what the gateway is to use. */
function open(jwe: string, key: KeyObject): { header: Record<string, unknown>; plaintext: string } {
  const [protectedHeader = "", ...rest] = jwe.split(".");
  const [encryptedKey, iv, ciphertext, tag] = rest.map((part) => Buffer.from(part, "base64url"));
  if (rest.length !== 4 || !encryptedKey || !iv || !ciphertext || !tag) throw new Error("not a compact JWE");
  const header = JSON.parse(Buffer.from(protectedHeader, "base64url").toString());
  const decipher = createDecipheriv("aes-256-gcm", contentKey(header, encryptedKey, key), iv, { authTagLength: 16 });
  decipher.setAAD(Buffer.from(protectedHeader, "ascii"));
  decipher.setAuthTag(tag);
  return { header, plaintext: Buffer.concat([decipher.update(ciphertext), decipher.final()]).toString() };
}

function contentKey({ alg, epk }: { alg: string; epk: Jwk }, encryptedKey: Buffer, key: KeyObject): Buffer {
  if (alg === "RSA-OAEP-256") {
    return privateDecrypt({ key, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: "sha256" }, encryptedKey);
  }
  const publicKey = createPublicKey({ key: epk, format: "jwk" });
  const agreed = diffieHellman({ privateKey: key, publicKey });
  // AES Key Wrap with the initial value of RFC 3394 §2.2.3.1.
  const unwrap = createDecipheriv("id-aes256-wrap", derivedKey(agreed, alg), Buffer.alloc(8, 0xa6));
  return Buffer.concat([unwrap.update(encryptedKey), unwrap.final()]);
}

/** Concat KDF with SHA-256 for 256 bits, without party information (RFC 7518 §4.6.2). */
function derivedKey(agreed: Buffer, alg: string): Buffer {
  const uint32 = (value: number) => Buffer.from([0, 0, value >> 8, value & 255]);
  const otherInfo = [uint32(alg.length), Buffer.from(alg), uint32(0), uint32(0), uint32(256)];
  return createHash("sha256")
    .update(Buffer.concat([uint32(1), agreed, ...otherInfo]))
    .digest();
}

export interface SealedAnswer {
  clientSecret: string | null;
  sealedClientSecret: string | null;
}

const BOTH = "clientSecret sealedClientSecret";

/** Registers an application and selects both forms of its secret. */
export function createSealed(
  client: GraphqlClient,
  input: Record<string, unknown>,
  selection = `${BOTH} oauthApplication { id clientId version }`,
): Promise<Answer> {
  return client.send(
    `mutation ($input: CreateOAuthApplicationInput!) { createOAuthApplication(input: $input) { ${selection} } }`,
    { input: { name: "Sealed", grantTypes: ["CLIENT_CREDENTIALS"], ...input } },
  );
}

/** Rotates a secret and selects both of its forms. */
export function rotateSealed(
  client: GraphqlClient,
  oauthApplicationId: string,
  input: Record<string, unknown> = {},
  selection = `${BOTH} secret { hint }`,
): Promise<Answer> {
  return client.send(`mutation ($input: RotateSecretInput!) { rotateSecret(input: $input) { ${selection} } }`, {
    input: { oauthApplicationId, previousSecret: "REVOKE", ...input },
  });
}

/** Issues an API token and selects both of its forms. */
export function issueSealed(
  client: GraphqlClient,
  input: Record<string, unknown>,
  selection = "token sealedToken apiToken { id hint }",
): Promise<Answer> {
  return client.send(`mutation ($input: CreateApiTokenInput!) { createApiToken(input: $input) { ${selection} } }`, {
    input: { name: "Sealed", role: "VIEWER", ...input },
  });
}
