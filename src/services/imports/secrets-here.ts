import type { SecretKeys } from "../keys/secret-keys.js";
import type { BroughtClient, BroughtSecret } from "./brought-client.js";
import { fitsOf, isMaybeHere } from "./secret-fits.js";
import type { KnownClient } from "./standing.js";

/**
 * Those secrets of a line that work here, or may: what shows another is no danger here any more. All of them where none works,
 * since they may be about to come.
 */
export function secretsHere(keys: SecretKeys, client: BroughtClient, known: KnownClient | null): BroughtSecret[] {
  if (!known?.secrets.current) return client.secrets;
  const fitting = fitsOf(keys, client, known.secrets, known.imported.reading?.values);
  return fitting.filter(({ fit }) => isMaybeHere(fit)).map(({ secret }) => secret);
}
