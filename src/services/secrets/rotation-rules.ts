import type { Actor } from "../../model/actor.js";
import { DomainError } from "../../model/domain-error.js";
import {
  PreviousSecretPolicy,
  type RotateSecretInput,
  type UpdateSecretRotationInput,
} from "../../model/inputs/secret-rotation.inputs.js";
import type { OAuthApplication } from "../../model/oauth-application.js";
import { type BegunChange, demandRotator } from "../applications/changes.js";
import type { OpenRotation, RotationState } from "./rotation-state.js";

/** What a rotation does with the secrets that exist. */
export type RotationPolicy = Pick<
  RotateSecretInput,
  "previousSecret" | "overlapSeconds" | "confirmWithinSeconds" | "revokeTokens" | "recipientKey"
>;

const { REVOKE, EXPIRE, CONFIRM } = PreviousSecretPolicy;

type Option = "overlapSeconds" | "confirmWithinSeconds" | "revokeTokens";

/** Each option, and the policies with which it means something. */
const OPTIONS: readonly [Option, ...PreviousSecretPolicy[]][] = [
  ["overlapSeconds", EXPIRE, CONFIRM],
  ["confirmWithinSeconds", CONFIRM],
  ["revokeTokens", REVOKE],
];

/** Throws `invalid` for an option of another policy. */
export function rejectForeignOptions(input: RotateSecretInput): void {
  const { previousSecret } = input;
  for (const [option, ...policies] of OPTIONS) {
    if (input[option] == null || policies.includes(previousSecret)) continue;
    throw DomainError.invalidField(option, "policy", `${option} must not be given with ${previousSecret}`);
  }
}

/**
 * Throws `forbidden` for who may not rotate, `conflict` for a public application and, without REVOKE, a third secret,
 * and for CONFIRM without a secret that works meanwhile.
 */
export function rejectRotation(
  actor: Actor,
  { application, secrets }: BegunChange,
  { previousSecret }: RotationPolicy,
): void {
  demandRotator(actor, application);
  rejectPublicApplication(application);
  if (previousSecret !== REVOKE) rejectThirdSecret(secrets);
  if (previousSecret === CONFIRM && !secrets.current) {
    throw DomainError.conflict("There is no secret that works until a new one is confirmed. Rotate without CONFIRM.");
  }
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

/** Throws `conflict` for a time for the first use when that is over. */
export function rejectConfirmation({ confirmWithinSeconds }: UpdateSecretRotationInput): void {
  if (confirmWithinSeconds == null) return;
  throw DomainError.conflict(
    "No secret is to be confirmed: the rotation was begun otherwise, or the new one was used.",
  );
}
