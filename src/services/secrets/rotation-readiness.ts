import type { ClientSecret } from "../../model/client-secret.js";
import { DomainError } from "../../model/domain-error.js";
import type { OAuthApplication } from "../../model/oauth-application.js";
import { RotationReadiness, SecretRotation } from "../../model/secret-rotation.js";
import type { OpenRotation } from "./rotation-state.js";
import { isUnconfirmed } from "./unconfirmed.js";

/** How long a secret has to be unused before it counts as no longer in use. */
export type QuietPeriod = Pick<OAuthApplication, "secretQuietSeconds">;

/** Whether `retiring` can stop without locking out somebody who has not switched to `staying` yet. */
function readinessToRetire(
  retiring: ClientSecret,
  staying: ClientSecret,
  quietSeconds: number,
  now: number,
): RotationReadiness {
  if (isUnconfirmed(staying)) return RotationReadiness.CONFIRMING;
  if (isNeverUsed(retiring)) return RotationReadiness.PREVIOUS_NEVER_USED;
  const { lastUsedAt } = retiring;
  const isLongAgo = (since: Date) => since.getTime() + quietSeconds * 1000 <= now;
  if (lastUsedAt && !isLongAgo(lastUsedAt)) return RotationReadiness.PREVIOUS_IN_USE;
  const movedAt = movedAtOf(retiring, staying);
  if (!movedAt) return lastUsedAt ? RotationReadiness.CURRENT_NEVER_USED : RotationReadiness.PREVIOUS_IMPORTED;
  return retiring.imported && !isLongAgo(movedAt)
    ? RotationReadiness.PREVIOUS_IMPORTED
    : RotationReadiness.PREVIOUS_QUIET;
}

/** Whether nobody ever used a secret, anywhere: one that came along may be in use where it came from. */
function isNeverUsed({ lastUsedAt, imported }: ClientSecret): boolean {
  return lastUsedAt === null && !imported;
}

/** When whoever used `retiring` began to move over, as a first use of `staying` beside it tells; null before that. */
function movedAtOf({ createdAt }: ClientSecret, { firstUsedAt }: ClientSecret): Date | null {
  return firstUsedAt && (firstUsedAt > createdAt ? firstUsedAt : createdAt);
}

function isSafe(readiness: RotationReadiness): boolean {
  return readiness === RotationReadiness.PREVIOUS_NEVER_USED || readiness === RotationReadiness.PREVIOUS_QUIET;
}

/** Whether stopping `retiring` at `now` locks nobody out, as far as use tells. */
export function isSafeToRetire(
  retiring: ClientSecret,
  staying: ClientSecret,
  { secretQuietSeconds }: QuietPeriod,
  now: number,
): boolean {
  return isSafe(readinessToRetire(retiring, staying, secretQuietSeconds, now));
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
  const message = whyNot(readiness, retiring.hint, staying.hint, secretQuietSeconds);
  throw new DomainError("conflict", `${message}, or use force.`, { lastUsedAt, field });
}

function whyNot(readiness: RotationReadiness, retiring: string, staying: string, quietSeconds: number): string {
  switch (readiness) {
    case RotationReadiness.CONFIRMING:
      return `The secret ${staying} is to be confirmed by its first use. Wait for that`;
    case RotationReadiness.PREVIOUS_IMPORTED:
      return `The secret that would stop (${retiring}) came along with its application and may be in use where it came from. Wait for ${quietSeconds} s after the first use here of the one that stays (${staying})`;
    case RotationReadiness.PREVIOUS_IN_USE:
      return `The secret ${retiring} was used within the last ${quietSeconds} s. Wait until it is quiet`;
    default:
      return `The secret ${retiring} was in use and nobody has used ${staying} yet. Wait until it is used`;
  }
}

/**
 * When it is safe to stop `retiring` if nobody uses it again, or since when. Null while that depends on a first use of
 * `staying`.
 */
function safeAtOf(retiring: ClientSecret, staying: ClientSecret, quietSeconds: number): Date | null {
  if (isUnconfirmed(staying)) return null;
  if (isNeverUsed(retiring)) return staying.createdAt;
  const { firstUsedAt } = staying;
  const movedAt = movedAtOf(retiring, staying);
  if (!firstUsedAt || !movedAt) return null;
  // Where one that came along is used elsewhere nobody sees here: whoever moves over has that long.
  const since = Math.max(retiring.lastUsedAt?.getTime() ?? 0, retiring.imported ? movedAt.getTime() : 0);
  return new Date(Math.max(since + quietSeconds * 1000, firstUsedAt.getTime()));
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
