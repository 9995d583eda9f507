import type { Actor } from "../../model/actor.js";
import { DomainError } from "../../model/domain-error.js";
import { PreviousSecretPolicy, type RotateSecretInput } from "../../model/inputs/secret-rotation.inputs.js";
import type { OAuthApplication } from "../../model/oauth-application.js";
import { type BegunChange, demandRotator } from "../applications/changes.js";
import type { OpenRotation, RotationState } from "./rotation-state.js";

/** What a rotation does with the secrets that exist. */
export type RotationPolicy = Pick<RotateSecretInput, "previousSecret" | "overlapSeconds" | "revokeTokens">;

/** Throws `invalid` for `overlapSeconds` with another policy than EXPIRE. */
export function rejectOverlapWithoutExpiry({ previousSecret, overlapSeconds }: RotateSecretInput): void {
  if (overlapSeconds == null || previousSecret === PreviousSecretPolicy.EXPIRE) return;
  throw DomainError.invalidField("overlapSeconds", "policy", `overlapSeconds must not be given with ${previousSecret}`);
}

/** Throws `invalid` for `revokeTokens` with another policy than REVOKE. */
export function rejectTokensWithoutRevoke({ previousSecret, revokeTokens }: RotateSecretInput): void {
  if (revokeTokens == null || previousSecret === PreviousSecretPolicy.REVOKE) return;
  throw DomainError.invalidField("revokeTokens", "policy", `revokeTokens must not be given with ${previousSecret}`);
}

/**
 * Throws `forbidden` for who may not rotate, `conflict` for a public application and, without REVOKE, a third secret.
 */
export function rejectRotation(
  actor: Actor,
  { application, secrets }: BegunChange,
  { previousSecret }: RotationPolicy,
): void {
  demandRotator(actor, application);
  rejectPublicApplication(application);
  if (previousSecret !== PreviousSecretPolicy.REVOKE) rejectThirdSecret(secrets);
}

function rejectPublicApplication(application: OAuthApplication): void {
  if (application.public) throw DomainError.conflict("A public application has no secret to rotate.");
}

function rejectThirdSecret({ previous }: RotationState): void {
  if (!previous) return;
  throw DomainError.conflict(
    "A rotation is open: two secrets work already. Complete or cancel it first, or rotate with previousSecret: REVOKE.",
  );
}

/** The two secrets of an open rotation. Throws `conflict` when none is open. */
export function demandOpenRotation({ current, previous }: RotationState): OpenRotation {
  if (!current || !previous) throw DomainError.conflict("No rotation is open: there is no previous secret that works.");
  return { current, previous };
}
