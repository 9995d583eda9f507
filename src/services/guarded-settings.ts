import type { Actor } from "../model/actor.js";
import { DomainError } from "../model/domain-error.js";
import { GrantType, type OAuthApplication } from "../model/oauth-application.js";
import { Role } from "../model/permission.js";
import type { BegunChange } from "./application-changes.js";
import { demandQuiet } from "./rotation-readiness.js";

/** Who may rotate is the owner's word, in both directions. */
export function demandOwnerToSwitch(actor: Actor, isSwitched: boolean): void {
  if (!isSwitched || actor.role === Role.OWNER) return;
  throw DomainError.forbidden("Only an OWNER may change ownerOnlySecretRotation.");
}

/** A lower `secretQuietSeconds` opens the retirement gate of the open rotation, and so asks what the gate asks now. */
export function demandQuietToLower(
  { application: before, secrets: { current, previous }, now }: BegunChange,
  { secretQuietSeconds }: Pick<OAuthApplication, "secretQuietSeconds">,
): void {
  if (!current || !previous || secretQuietSeconds >= before.secretQuietSeconds) return;
  demandQuiet(previous, current, before, now);
}

/** Whether the gateway gives an application access tokens for its secret, so that it can act where it is a member. */
export function canAct(application: Pick<OAuthApplication, "enabled" | "public" | "grantTypes">): boolean {
  return application.enabled && !application.public && application.grantTypes.includes(GrantType.CLIENT_CREDENTIALS);
}
