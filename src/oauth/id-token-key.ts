import { createPrivateKey, generateKeyPairSync, type JsonWebKey } from "node:crypto";

/**
 * oidc-provider insists on a key for id tokens, which the grants that are offered never issue. The generation itself
 * gives it as PEM: on Node 20 the export of a key object waits for ever when a garbage collection meanwhile ends the
 * generation it came from, for both take the key's lock.
 */
export function newIdTokenKey(): JsonWebKey {
  const { privateKey } = generateKeyPairSync("ec", {
    namedCurve: "P-256",
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
    publicKeyEncoding: { type: "spki", format: "pem" },
  });
  return createPrivateKey(privateKey).export({ format: "jwk" });
}
