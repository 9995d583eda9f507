import type { ClientSecret } from "../model/client-secret.js";
import type { OAuthApplication } from "../model/oauth-application.js";
import { RotationReadiness, SecretRotation } from "../model/secret-rotation.js";
import type { OpenRotation } from "./rotation-state.js";

/** Whether `retiring` can stop without locking somebody out who has not gone over to `staying`. */
export function readinessToRetire(
  retiring: ClientSecret,
  staying: ClientSecret,
  quietSeconds: number,
  now: number,
): RotationReadiness {
  if (retiring.lastUsedAt === null) return RotationReadiness.PREVIOUS_NEVER_USED;
  if (retiring.lastUsedAt.getTime() > now - quietSeconds * 1000) return RotationReadiness.PREVIOUS_IN_USE;
  if (staying.firstUsedAt === null) return RotationReadiness.CURRENT_NEVER_USED;
  return RotationReadiness.PREVIOUS_QUIET;
}

export function isSafe(readiness: RotationReadiness): boolean {
  return readiness === RotationReadiness.PREVIOUS_NEVER_USED || readiness === RotationReadiness.PREVIOUS_QUIET;
}

/** What is shown of an open rotation. */
export function describeRotation(
  { current, previous }: OpenRotation,
  application: OAuthApplication,
  now: number,
): SecretRotation {
  const reason = readinessToRetire(previous, current, application.secretQuietSeconds, now);
  return Object.assign(new SecretRotation(), {
    startedAt: current.createdAt,
    endsAt: previous.expiresAt,
    currentSecret: current,
    previousSecret: previous,
    currentSecretUses: current.useCount,
    previousSecretUses: previous.useCount - previous.usesBeforeRotation,
    safeToComplete: isSafe(reason),
    reason,
  });
}
