import type { ClientSecret } from "../../../model/client-secret.js";
import type { RotationState } from "../../secrets/rotation-state.js";

/**
 * Said wherever a report advises to rotate a secret that may be in use: by default one that came would stop two days later,
 * whether its client has moved over or not, and no import brings it back.
 */
export const WHEN_MOVED = "once its client has moved over, or before with previousSecret: KEEP";

export const COMPLETE = "complete the open rotation (completeSecretRotation)";

/**
 * What to do about a secret that works here, where it is to be replaced: `rotate` it, but while a rotation is open no other
 * begins, and what ends the previous secret is its completion.
 */
export function replacing(
  secret: ClientSecret | undefined,
  { previous }: RotationState,
  rotate: string,
  complete = COMPLETE,
): string {
  if (!previous) return rotate;
  return secret === previous ? complete : `${COMPLETE} first, then ${rotate}`;
}

/** A step as a sentence of its own. */
export function asSentence(step: string): string {
  return `${step.slice(0, 1).toUpperCase()}${step.slice(1)}.`;
}
