import type { SecretKeys } from "../../keys/secret-keys.js";
import type { BroughtClient, BroughtSecret } from "../brought-client.js";
import { isSecretLeft } from "../partial-lines.js";
import type { KnownClient } from "../standing.js";
import { fitsOf, isMaybeHere } from "./secret-fits.js";

/**
 * Those secrets of a line that work here, or may, those that come now, and those that the client leaves, which work at its
 * source: what shows another is no danger any more.
 */
export function workingSecrets(
  keys: SecretKeys,
  client: BroughtClient,
  known: KnownClient,
  coming: readonly BroughtSecret[],
): BroughtSecret[] {
  const { secrets, leftSecrets = [] } = client;
  if (isSecretLeft(known.application, client)) return [...secrets, ...leftSecrets];
  const fitting = fitsOf(keys, client, known.secrets, known.imported.reading?.values);
  const here = fitting.filter(({ fit, secret }) => isMaybeHere(fit) || coming.includes(secret));
  return [...here.map(({ secret }) => secret), ...leftSecrets];
}
