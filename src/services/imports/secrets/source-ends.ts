import type { RotationState } from "../../secrets/rotation-state.js";
import { isEarlier } from "../../secrets/secret-ends.js";
import { isUnconfirmed } from "../../secrets/unconfirmed.js";
import type { BroughtSecret } from "../brought-client.js";
import { isOver } from "./brought-secrets.js";
import { until } from "./end-notes.js";
import { replacing, WHEN_MOVED } from "./replacing.js";
import type { FittedSecret } from "./secret-fits.js";

const COMPLETE_BY_THEN = "complete the rotation here (completeSecretRotation) by then, once its client has moved over";

/** Whether a secret had ended at its source at `now`. */
export function isOverThere(fitted: FittedSecret, now: number): boolean {
  return isOver({ expiresAt: endThere(fitted) }, now);
}

/** Without those that work here and stand in their line again, where they end later there: as the previous secret, say. */
export function lastingOf(fitting: readonly FittedSecret[]): FittedSecret[] {
  const isLonger = (one: FittedSecret, other: FittedSecret) =>
    other.fit === "same" && other.row === one.row && isEarlier(endThere(one), endThere(other));
  return fitting.filter((one) => one.fit !== "same" || !fitting.some((other) => isLonger(one, other)));
}

/** Of one that has ended there. */
export function endedNote(fitted: FittedSecret): string {
  const { name, fit, row } = fitted;
  const end = endThere(fitted)?.toISOString();
  if (fit === "changed" || fit === "other") return `${name} had ended on ${end}, and does not work here.`;
  if (fit === "unknown") return `${name} has ended at its source on ${end}; whether it works here is not known.`;
  return `${name} has ended at its source on ${end}, and still works here${until(row)}: stop it here, by a rotation or by ending the one that is open.`;
}

/** Of one that works here for longer than there, as a list of one or none. */
export function soonerNote(fitted: FittedSecret, here: RotationState): string[] {
  const { name, fit, row } = fitted;
  const end = endThere(fitted);
  if (fit !== "same" || row === undefined || !isEarlier(end, row.expiresAt)) return [];
  const step = replacing(row, here, `rotate it by then, ${WHEN_MOVED}`, COMPLETE_BY_THEN);
  return [`${name} ends at its source on ${end?.toISOString()}, and works here${until(row)}: ${step}.`];
}

/** Its end there. The moment by which it was to be used first is none of one that works here. */
function endThere({ secret, fit }: FittedSecret): Date | null {
  return fit === "same" && endsUnused(secret) ? null : secret.expiresAt;
}

/** Whether its only end is that nobody has used it yet. */
function endsUnused(secret: BroughtSecret): boolean {
  if (secret.form !== "digest") return false;
  const { expiresAt, state } = secret;
  return isUnconfirmed(state) && !isEarlier(expiresAt, state.confirmBy);
}
