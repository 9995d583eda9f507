import type { ClientSecret } from "../../model/client-secret.js";
import type { RotationState } from "../secrets/rotation-state.js";
import { isUnconfirmed } from "../secrets/unconfirmed.js";

const UNTIL_COMPLETED = "both work until the rotation is completed here (completeSecretRotation).";
const ENDLESS = `The previous secret has no end: ${UNTIL_COMPLETED}`;

/** Until when a secret works here, behind a sentence that says that it does. */
export function until(row: ClientSecret | undefined): string {
  return row?.expiresAt ? ` until ${row.expiresAt.toISOString()}` : " without an end";
}

/** The ends of secrets that came: they come without anybody having asked for them here. */
export function endNotes({ current, previous }: RotationState): string[] {
  return [...ownEndNotes(current, "current"), ...previousNotes({ current, previous })];
}

function previousNotes({ current, previous }: RotationState): string[] {
  if (!previous?.imported) return [];
  if (current && isUnconfirmed(current)) return [confirmingNote(current), ...ownEndNotes(previous, "previous")];
  return previous.expiresAt === null ? [ENDLESS] : ownEndNotes(previous, "previous");
}

/** Of a rotation that the first use of the new secret is to confirm: what came has an end only from then on. */
function confirmingNote({ confirmBy, nextOverlapSeconds: overlap }: ClientSecret): string {
  const then = overlap === null ? UNTIL_COMPLETED : `the previous one works for ${overlap} seconds more.`;
  return `The current secret stops on ${confirmBy?.toISOString()} unless it is used before; from its first use on ${then}`;
}

function ownEndNotes(secret: ClientSecret | undefined, which: string): string[] {
  if (!secret?.imported || secret.expiresAt === null) return [];
  return [`The ${which} secret stops on ${secret.expiresAt.toISOString()}: its client needs another one by then.`];
}
