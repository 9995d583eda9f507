import type { SecretsReading } from "../../../model/imported-client.js";
import { isAmong, type SecretKeys } from "../../keys/secret-keys.js";
import type { BroughtClient, StandIn } from "../brought-client.js";
import { nameIn } from "../settings/source-names.js";
import { isOver } from "./brought-secrets.js";
import { COMPLETE, replacing, WHEN_MOVED } from "./replacing.js";
import type { StandingSecrets } from "./secret-notes.js";

const KNOWN_TO_ALL = "The client id works here as a secret, and everybody may know it";
const LOOKS = "looks like what only stands for a secret";
const REMEDY = "--secrets plain takes it as one";

/**
 * What is to be said of what stands in the place of a confidential client's secrets and is none. An earlier version took some
 * of it as secrets, and the client id, which work until they are rotated.
 */
export function standInNotes(
  keys: SecretKeys,
  { clientId, names, standIns = [] }: Pick<BroughtClient, "clientId" | "names" | "standIns">,
  { current, previous, isCurrentMissing }: Omit<StandingSecrets, "mayCome">,
  kept: SecretsReading["values"],
  now: number,
): string[] {
  const isOfPrevious = ({ field }: StandIn) => field === nameIn(names, "previousClientSecret");
  // Beside a current one that came, and none from here, whoever has the previous one is refused. One that came was let go here.
  const hasPreviousCome = Object.keys(kept ?? {}).some((id) => id !== current?.id);
  const lacksPrevious = current?.imported && !previous && !isCurrentMissing && !hasPreviousCome;
  const isLacked = (standIn: StandIn) =>
    isOfPrevious(standIn) ? lacksPrevious && !isOver(standIn, now) : isCurrentMissing;
  const here = { current, previous };
  const rowOf = (text: string) =>
    [current, previous].find((row) => row && isAmong(keys.candidates(row.oauthApplicationId, text), row.digest));
  const notes = standIns.flatMap((standIn) => {
    const { field, text, mayBeSecret } = standIn;
    const row = rowOf(text);
    const step = replacing(row, here, "rotate it");
    if (mayBeSecret && row) return [`${field} ${LOOKS}, and works here as a secret: ${step} if it is none.`];
    if (row) return [`${field} only stands for a secret, and what stands there works here as one: ${step}.`];
    if (current && !isLacked(standIn)) return [];
    if (!mayBeSecret) return [`${field} only stands for a secret, which is not in the file.`];
    // No import brings a previous one to an application that has the current one.
    const whose = current && isOfPrevious(standIn) ? " of a client that is new here" : "";
    return [`${field} ${LOOKS}, and was not taken: ${REMEDY}${whose}.`];
  });
  const known = rowOf(clientId);
  if (!known) return notes;
  const step = replacing(
    known,
    here,
    `rotate it at once or, where its client uses it, ${WHEN_MOVED}`,
    `${COMPLETE} at once or, where its client uses it, once that has moved over`,
  );
  return [...notes, `${KNOWN_TO_ALL}: ${step}.`];
}
