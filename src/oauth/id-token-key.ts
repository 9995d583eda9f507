import { createPrivateKey, generateKeyPairSync, type JsonWebKey } from "node:crypto";

/**
 * A key for id tokens, which oidc-provider demands although they are never issued. It is generated as PEM: on Node 20,
 * exporting a generated key object can deadlock with a garbage collection.
 */
export function newIdTokenKey(): JsonWebKey {
  const { privateKey } = generateKeyPairSync("ec", {
    namedCurve: "P-256",
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
    publicKeyEncoding: { type: "spki", format: "pem" },
  });
  return createPrivateKey(privateKey).export({ format: "jwk" });
}
