import { isSafeToRetire } from "../../secrets/rotation-readiness.js";
import type { KnownClient } from "../standing.js";

const NOTE =
  "secretQuietSeconds stays as it is here: lower, it would let the open rotation end although its previous secret may be in use. Set it here when it is over.";

/**
 * Leaves out a lower `secretQuietSeconds` that would open the retirement gate of an open rotation, with a note: the rest of a
 * line is judged by itself, lest a client that has stopped at its source goes on here.
 */
export function keepQuiet(
  settings: { secretQuietSeconds?: number | undefined },
  { application, secrets: { current, previous } }: KnownClient,
  now: number,
): string[] {
  const { secretQuietSeconds = Number.POSITIVE_INFINITY } = settings;
  if (secretQuietSeconds >= application.secretQuietSeconds) return [];
  if (!current || !previous || isSafeToRetire(previous, current, application, now)) return [];
  settings.secretQuietSeconds = undefined;
  return [NOTE];
}
