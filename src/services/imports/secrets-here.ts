import type { SecretKeys } from "../keys/secret-keys.js";
import type { BroughtClient, BroughtSecret } from "./brought-client.js";
import { fitsOf, isMaybeHere } from "./secret-fits.js";
import type { KnownClient } from "./standing.js";

/** Those secrets of a line that work here, or may, and those that come now: what shows another is no danger here any more. */
export function secretsHere(
  keys: SecretKeys,
  client: BroughtClient,
  known: KnownClient,
  coming: readonly BroughtSecret[],
): BroughtSecret[] {
  const fitting = fitsOf(keys, client, known.secrets, known.imported.reading?.values);
  return fitting.filter(({ fit, secret }) => isMaybeHere(fit) || coming.includes(secret)).map(({ secret }) => secret);
}
