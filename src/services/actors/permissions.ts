import type { Actor } from "../../model/actor.js";
import { DomainError } from "../../model/domain-error.js";
import type { OAuthApplication } from "../../model/oauth-application.js";
import { outranks, type Permission, permissionsOf, type Role } from "../../model/permission.js";

/** The first line of every service method that an actor calls. */
export function demand(actor: Actor, permission: Permission): void {
  if (!actor.permissions.has(permission)) throw DomainError.forbidden(`This needs the permission ${permission}.`);
}

/** Who registered an application, as its row keeps it. */
export type Registrant = Pick<OAuthApplication, "createdById" | "createdByKind">;

/** Whether the actor registered the application: the same one, by kind and id. */
export function isRegistrant({ id, kind }: Actor, { createdById, createdByKind }: Registrant): boolean {
  return createdById === id && createdByKind === kind;
}

/** Throws `forbidden` for who did not register the application, unless they have the permission. */
export function demandUnlessRegistrant(actor: Actor, registrant: Registrant, permission: Permission): void {
  if (!isRegistrant(actor, registrant)) demand(actor, permission);
}

/** Throws `forbidden` unless the actor has all these permissions and at least this role. */
export function rejectBeyond(actor: Actor, role: Role, permissions: readonly Permission[]): void {
  if (outranks(role, actor.role))
    throw DomainError.forbidden(`The role ${actor.role} cannot give or touch the rights of ${role}.`);
  const beyond = permissions.find((permission) => !actor.permissions.has(permission));
  if (beyond) throw DomainError.forbidden(`This needs the permission ${beyond} as well, which is touched by it.`);
}

/** As `rejectBeyond`, for all permissions of a role. */
export function rejectAbove(actor: Actor, role: Role): void {
  rejectBeyond(actor, role, permissionsOf(role));
}
