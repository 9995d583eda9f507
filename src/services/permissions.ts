import type { Actor } from "../model/actor.js";
import { DomainError } from "../model/domain-error.js";
import type { Permission } from "../model/permission.js";

/** The first line of every service method that an actor calls. */
export function demand(actor: Actor, permission: Permission): void {
  if (!actor.permissions.has(permission)) throw DomainError.forbidden(`This needs the permission ${permission}.`);
}
