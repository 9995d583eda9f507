import type { ClientSecret } from "../../model/client-secret.js";
import { openText, sealText } from "../keys/sealed-text.js";
import { kidOf, type SecretKeys } from "../keys/secret-keys.js";

/** What stands in the place of a digest while only another system's hash of the secret is known. */
export const FOREIGN = "f1$";

type Owned = Pick<ClientSecret, "id" | "oauthApplicationId">;

/** Whether a digest is another system's hash. No digest of a presented secret is ever the same. */
export function isForeign(digest: string): boolean {
  return digest.startsWith(FOREIGN);
}

/**
 * What to store of another system's hash: `f1$<kid>$<AES-256-GCM>`, under a key that follows from the first server key,
 * so that a database without the server keys checks no guess. Why: docs/decisions/0025-hashes-from-elsewhere.md
 */
export function sealHash(keys: SecretKeys, secret: Owned, hash: string): string {
  const [kid = ""] = keys.kids;
  return `${FOREIGN}${kid}$${sealText(keyOf(keys, kid, secret), hash, placeOf(secret))}`;
}

/** The hash that `sealHash` sealed. Throws an Error when its server key is not known or the row was changed. */
export function openHash(keys: SecretKeys, secret: Owned & Pick<ClientSecret, "digest">): string {
  const kid = kidOf(secret.digest) ?? "";
  const sealed = secret.digest.slice(FOREIGN.length + kid.length + 1);
  return openText(keyOf(keys, kid, secret), sealed, placeOf(secret));
}

function keyOf(keys: SecretKeys, kid: string, { id }: Owned): Buffer {
  return keys.derive(kid, id, "foreign-hash");
}

/** Binds a hash to its secret and application, so that it lets nobody in elsewhere. */
function placeOf({ id, oauthApplicationId }: Owned): string {
  return `${oauthApplicationId}\0${id}`;
}
