import { createPrivateKey, generateKeyPairSync, type JsonWebKey } from "node:crypto";

let made: JsonWebKey | undefined;

/** A key for id tokens, which oidc-provider demands although they are never issued: one for all of a process. */
export function idTokenKey(): JsonWebKey {
  made ??= newKey();
  return made;
}

/** It is generated as PEM: on Node 20, exporting a generated key object can deadlock with a garbage collection. */
function newKey(): JsonWebKey {
  const { privateKey } = generateKeyPairSync("ec", {
    namedCurve: "P-256",
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
    publicKeyEncoding: { type: "spki", format: "pem" },
  });
  return createPrivateKey(privateKey).export({ format: "jwk" });
}
