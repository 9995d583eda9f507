import type { ClientSecret } from "../../model/client-secret.js";
import { DomainError } from "../../model/domain-error.js";
import type { OAuthApplication } from "../../model/oauth-application.js";
import { RotationReadiness, SecretRotation } from "../../model/secret-rotation.js";
import type { OpenRotation } from "./rotation-state.js";
import { isUnconfirmed } from "./unconfirmed.js";

/** How long a secret has to be unused before it counts as no longer in use. */
export type QuietPeriod = Pick<OAuthApplication, "secretQuietSeconds">;

/** Whether `retiring` can stop without locking out somebody who has not switched to `staying` yet. */
export function readinessToRetire(
  retiring: ClientSecret,
  staying: ClientSecret,
  quietSeconds: number,
  now: number,
): RotationReadiness {
  if (isUnconfirmed(staying)) return RotationReadiness.CONFIRMING;
  if (retiring.lastUsedAt === null) return unusedReadiness(retiring, staying, quietSeconds, now);
  if (retiring.lastUsedAt.getTime() > now - quietSeconds * 1000) return RotationReadiness.PREVIOUS_IN_USE;
  if (staying.firstUsedAt === null) return RotationReadiness.CURRENT_NEVER_USED;
  return RotationReadiness.PREVIOUS_QUIET;
}

/** Of a secret that was never used here: one that came along may be in use where it came from until all have moved over. */
function unusedReadiness(
  retiring: ClientSecret,
  staying: ClientSecret,
  quietSeconds: number,
  now: number,
): RotationReadiness {
  if (!retiring.imported) return RotationReadiness.PREVIOUS_NEVER_USED;
  const quietAt = movedOverAt(retiring, staying, quietSeconds);
  return quietAt !== null && quietAt <= now ? RotationReadiness.PREVIOUS_QUIET : RotationReadiness.PREVIOUS_IMPORTED;
}

/** When an imported secret that nobody uses here counts as quiet; null while `staying` was not used here either. */
function movedOverAt(retiring: ClientSecret, { firstUsedAt }: ClientSecret, quietSeconds: number): number | null {
  if (firstUsedAt === null) return null;
  return Math.max(firstUsedAt.getTime(), retiring.createdAt.getTime()) + quietSeconds * 1000;
}

function isSafe(readiness: RotationReadiness): boolean {
  return readiness === RotationReadiness.PREVIOUS_NEVER_USED || readiness === RotationReadiness.PREVIOUS_QUIET;
}

/**
 * The retirement gate: throws `conflict`, with `lastUsedAt`, when stopping `retiring` could lock somebody out. `field` is
 * the setting that would stop it.
 */
export function demandQuiet(
  retiring: ClientSecret,
  staying: ClientSecret,
  { secretQuietSeconds }: QuietPeriod,
  now: number,
  field?: string,
): void {
  const readiness = readinessToRetire(retiring, staying, secretQuietSeconds, now);
  if (isSafe(readiness)) return;
  const lastUsedAt = retiring.lastUsedAt ?? undefined;
  if (readiness === RotationReadiness.CONFIRMING) {
    const message = `The secret ${staying.hint} is to be confirmed by its first use. Wait for that, or use force.`;
    throw new DomainError("conflict", message, { lastUsedAt, field });
  }
  if (readiness === RotationReadiness.PREVIOUS_IMPORTED) {
    const message = `The secret that would stop (${retiring.hint}) came along with its application and may be in use where it came from. Wait for ${secretQuietSeconds} s after the first use here of the one that stays (${staying.hint}), or use force.`;
    throw new DomainError("conflict", message, { lastUsedAt, field });
  }
  throw new DomainError(
    "conflict",
    lastUsedAt && lastUsedAt.getTime() > now - secretQuietSeconds * 1000
      ? `The secret ${retiring.hint} was used within the last ${secretQuietSeconds} s. Wait until it is quiet, or use force.`
      : `The secret ${retiring.hint} was in use and nobody has used ${staying.hint} yet. Wait until it is used, or use force.`,
    { lastUsedAt, field },
  );
}

/**
 * When it is safe to stop `retiring` if nobody uses it again, or since when. Null while that depends on a first use of
 * `staying`.
 */
function safeAtOf(retiring: ClientSecret, staying: ClientSecret, quietSeconds: number): Date | null {
  if (isUnconfirmed(staying)) return null;
  if (retiring.lastUsedAt === null && !retiring.imported) return staying.createdAt;
  if (retiring.lastUsedAt === null) {
    const quietAt = movedOverAt(retiring, staying, quietSeconds);
    return quietAt === null ? null : new Date(quietAt);
  }
  if (staying.firstUsedAt === null) return null;
  const quietAt = retiring.lastUsedAt.getTime() + quietSeconds * 1000;
  return new Date(Math.max(quietAt, staying.firstUsedAt.getTime()));
}

/** An open rotation as it is shown. */
export function describeRotation(
  { current, previous }: OpenRotation,
  quietSeconds: number,
  now: number,
): SecretRotation {
  const reason = readinessToRetire(previous, current, quietSeconds, now);
  return Object.assign(new SecretRotation(), {
    startedAt: current.createdAt,
    endsAt: previous.expiresAt,
    confirmBy: current.confirmBy,
    confirmedAt: current.confirmedAt,
    overlapSeconds: isUnconfirmed(current) ? current.nextOverlapSeconds : null,
    currentSecret: current,
    previousSecret: previous,
    currentSecretUses: current.useCount,
    previousSecretUses: previous.useCount - previous.usesBeforeRotation,
    safeToComplete: isSafe(reason),
    safeAt: safeAtOf(previous, current, quietSeconds),
    reason,
  });
}
