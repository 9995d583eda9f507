import { isAmong, type SecretKeys } from "../keys/secret-keys.js";
import type { BroughtClient } from "./brought-client.js";
import type { StandingSecrets } from "./secret-notes.js";

const KNOWN_TO_ALL = "The client id works here as a secret, and everybody may know it: rotate it.";
const LOOKS = "looks like what only stands for a secret";
const REMEDY = "--secrets plain takes it as one";

/**
 * What is to be said of what stands in the place of a confidential client's secrets and is none. An earlier version took some
 * of it as secrets, and the client id, which work until they are rotated.
 */
export function standInNotes(
  keys: SecretKeys,
  { clientId, standIns = [] }: Pick<BroughtClient, "clientId" | "standIns">,
  { current, previous, isCurrentMissing }: Omit<StandingSecrets, "mayCome">,
): string[] {
  const works = (text: string) =>
    [current, previous].some((row) => row && isAmong(keys.candidates(row.oauthApplicationId, text), row.digest));
  const notes = standIns.flatMap(({ field, text, mayBeSecret }) => {
    if (mayBeSecret && works(text)) return [`${field} ${LOOKS}, and works here as a secret: rotate it if it is none.`];
    if (works(text)) return [`${field} only stands for a secret, and what stands there works here as one: rotate it.`];
    if (current && !isCurrentMissing) return [];
    if (mayBeSecret) return [`${field} ${LOOKS}, and was not taken: ${REMEDY}.`];
    return [`${field} only stands for a secret: none is in the file.`];
  });
  return works(clientId) ? [...notes, KNOWN_TO_ALL] : notes;
}
