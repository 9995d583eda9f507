import type { ClientSecret } from "../../../model/client-secret.js";
import type { RotationState } from "../../secrets/rotation-state.js";
import { isUnconfirmed } from "../../secrets/unconfirmed.js";

const UNTIL_COMPLETED = "both work until the rotation is completed here (completeSecretRotation).";
const USED_THERE = "A use at its source counts once a newer export of that is imported before.";
const ENDLESS = `The previous secret has no end: ${UNTIL_COMPLETED}`;

/** Until when a secret works here, behind a sentence that says that it does. */
export function until(row: ClientSecret | undefined): string {
  return row?.expiresAt ? ` until ${row.expiresAt.toISOString()}` : " without an end";
}

/** The ends of secrets that came: they come without anybody having asked for them here. */
export function endNotes({ current, previous }: RotationState): string[] {
  const came = [current, previous].some((secret) => secret?.imported);
  if (current && isUnconfirmed(current) && came) {
    return [confirmingNote(current, previous), ...ownEndNotes(previous, "previous")];
  }
  const isEndless = previous?.imported && previous.expiresAt === null;
  return [...ownEndNotes(current, "current"), ...(isEndless ? [ENDLESS] : ownEndNotes(previous, "previous"))];
}

/** Of one that its first use is to confirm: a previous one that came has an end only from then on. */
function confirmingNote(current: ClientSecret, previous: ClientSecret | undefined): string {
  const { confirmBy, nextOverlapSeconds: overlap, imported } = current;
  const then = overlap === null ? UNTIL_COMPLETED : `the previous one works for ${overlap} seconds more.`;
  const from = previous ? `; from its first use on ${then}` : ".";
  const there = imported ? ` ${USED_THERE}` : "";
  return `The current secret stops on ${confirmBy?.toISOString()} unless it is used here before${from}${there}`;
}

function ownEndNotes(secret: ClientSecret | undefined, which: string): string[] {
  if (!secret?.imported || secret.expiresAt === null) return [];
  return [`The ${which} secret stops on ${secret.expiresAt.toISOString()}: its client needs another one by then.`];
}
