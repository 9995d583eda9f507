import type { ClientSecret } from "../../model/client-secret.js";
import { DEFAULT_CONFIRM_SECONDS, type UpdateSecretRotationInput } from "../../model/inputs/secret-rotation.inputs.js";
import type { OAuthApplication } from "../../model/oauth-application.js";
import type { RotationPolicy } from "./rotation-rules.js";

/** Gives a new secret the time for its first use, and remembers the overlap that this begins. */
export function toBeConfirmed(
  secret: ClientSecret,
  { overlapSeconds, confirmWithinSeconds }: RotationPolicy,
  { secretOverlapSeconds }: OAuthApplication,
  now: number,
): void {
  confirmUntil(secret, confirmWithinSeconds ?? DEFAULT_CONFIRM_SECONDS, now);
  secret.nextOverlapSeconds = overlapSeconds ?? secretOverlapSeconds;
}

/** Changes what is given of both, and answers what is another one now, for the audit event. */
export function changeConfirmation(
  secret: ClientSecret,
  { overlapSeconds, confirmWithinSeconds }: UpdateSecretRotationInput,
  now: number,
): object {
  const isOther = overlapSeconds !== undefined && overlapSeconds !== secret.nextOverlapSeconds;
  if (isOther) secret.nextOverlapSeconds = overlapSeconds;
  if (confirmWithinSeconds != null) confirmUntil(secret, confirmWithinSeconds, now);
  return {
    ...(confirmWithinSeconds != null && { confirmBy: secret.confirmBy }),
    ...(isOther && { overlapSeconds }),
  };
}

/** What an audit event says of a secret that is to be confirmed. */
export function confirmationOf({ confirmBy, nextOverlapSeconds }: ClientSecret): object {
  return { confirmBy, overlapSeconds: nextOverlapSeconds };
}

/** Gives an unconfirmed secret so many seconds from now, after which it stops like any other one at its end. */
function confirmUntil(secret: ClientSecret, seconds: number, now: number): void {
  secret.confirmBy = new Date(now + seconds * 1000);
  secret.expiresAt = secret.confirmBy;
}

/** The secret stays, though nobody has used it: it is not to be confirmed any more. */
export function stayUnconfirmed(secret: ClientSecret): void {
  secret.confirmBy = null;
  secret.expiresAt = null;
}
