import type { Actor } from "../../model/actor.js";
import { DomainError } from "../../model/domain-error.js";
import type { CreateApiTokenInput } from "../../model/inputs/api-token.inputs.js";
import { lowestRoleWith, type Permission, permissionsOf, type Role } from "../../model/permission.js";
import { rejectBeyond } from "../actors/permissions.js";
import { validateInput } from "../validation.js";

export function isPast(moment: Date | null, now: number): boolean {
  return moment !== null && moment.getTime() <= now;
}

/** The rights that a new token is to have. Throws `invalid`, and `forbidden` for more than the actor's own. */
export function rightsWithin(
  actor: Actor,
  input: CreateApiTokenInput,
): { wantedRole: Role; narrowedTo: Permission[] | null } {
  validateInput(input);
  const wantedRole = roleOf(input);
  const narrowedTo = narrowed(wantedRole, input.permissions);
  rejectBeyond(actor, wantedRole, narrowedTo ?? permissionsOf(wantedRole));
  return { wantedRole, narrowedTo };
}

function roleOf({ role, permissions }: CreateApiTokenInput): Role {
  if (role) return role;
  if (permissions) return lowestRoleWith(permissions);
  throw DomainError.invalidField("role", "required", "role must be given when permissions are not");
}

function narrowed(role: Role, permissions: Permission[] | null | undefined): Permission[] | null {
  if (permissions == null) return null;
  const ofRole = permissionsOf(role);
  const beyond = permissions.findIndex((permission) => !ofRole.includes(permission));
  if (beyond < 0) return permissions;
  const field = `permissions.${beyond}`;
  throw DomainError.invalidField(field, "role", `${field} must be one of ${role}'s: ${ofRole.join(", ")}`);
}

export function endOf(wanted: Date | null | undefined, issuersEnd: Date | null, now: number): Date | null {
  if (wanted && isPast(wanted, now)) {
    throw DomainError.invalidField("expiresAt", "future", "expiresAt must be in the future");
  }
  if (wanted && issuersEnd && wanted > issuersEnd) {
    throw DomainError.invalidField(
      "expiresAt",
      "issuer",
      "expiresAt must not be later than the end of the issuing token",
    );
  }
  return wanted ?? issuersEnd;
}
