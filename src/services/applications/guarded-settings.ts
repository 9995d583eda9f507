import type { Actor } from "../../model/actor.js";
import { GrantType } from "../../model/client-metadata.js";
import { DomainError } from "../../model/domain-error.js";
import { type OAuthApplication } from "../../model/oauth-application.js";
import { Role } from "../../model/permission.js";
import { thumbprintOf } from "../../model/recipient-key.js";
import { demandQuiet, type QuietPeriod } from "../secrets/rotation-readiness.js";
import type { BegunChange } from "./changes.js";
import { shownNames } from "./settings.js";

/** Settings that decide when an application's secrets stop, and whether and where they work. */
const ABOUT_SECRETS = [
  "enabled",
  "public",
  "tokenEndpointAuthMethod",
  "takesAnyMethod",
  "grantTypes",
  "secretOverlapSeconds",
  "secretQuietSeconds",
  "secretRecipientKey",
] as const satisfies (keyof OAuthApplication)[];

type Guarded = Pick<OAuthApplication, (typeof ABOUT_SECRETS)[number] | "ownerOnlySecretRotation">;

/** Only an OWNER switches `ownerOnlySecretRotation` and, while it is on, changes what the secrets depend on. */
export function demandOwnerOfSettings(actor: Actor, before: Guarded, after: Guarded): void {
  demandOwnerToSwitch(actor, before.ownerOnlySecretRotation !== after.ownerOnlySecretRotation);
  if (!before.ownerOnlySecretRotation || actor.role === Role.OWNER) return;
  const changed = ABOUT_SECRETS.filter((field) => comparable(before[field]) !== comparable(after[field]));
  if (changed.length === 0) return;
  throw DomainError.forbidden(
    `Only an OWNER may change ${shownNames(changed).join(", ")}, on which the secrets depend: ownerOnlySecretRotation is on.`,
  );
}

/** Throws `forbidden` when anybody but an OWNER switches `ownerOnlySecretRotation`. */
export function demandOwnerToSwitch(actor: Actor, isSwitched: boolean): void {
  if (!isSwitched || actor.role === Role.OWNER) return;
  throw DomainError.forbidden("Only an OWNER may change ownerOnlySecretRotation.");
}

/**
 * Lowering `secretQuietSeconds` would open the retirement gate of an open rotation, so the gate has to be open already.
 */
export function demandQuietToLower(
  { application: before, secrets: { current, previous }, now }: BegunChange,
  { secretQuietSeconds }: QuietPeriod,
): void {
  if (!current || !previous || secretQuietSeconds >= before.secretQuietSeconds) return;
  demandQuiet(previous, current, before, now, "secretQuietSeconds");
}

/** Whether an application can obtain access tokens with its secret, and so act as a member. */
export function canAct(application: Pick<OAuthApplication, "enabled" | "public" | "grantTypes">): boolean {
  return application.enabled && !application.public && application.grantTypes.includes(GrantType.CLIENT_CREDENTIALS);
}

/** A value as text; lists are compared without regard to order. */
function comparable(value: Guarded[keyof Guarded]): string {
  if (Array.isArray(value)) return value.toSorted().join();
  return typeof value === "object" && value !== null ? thumbprintOf(value) : String(value);
}
