import type { Permission, Role } from "../api/gql/graphql.js";

/** From the fewest rights to all of them; each has everything that the one before has. */
export const ROLES = ["VIEWER", "DEVELOPER", "ADMIN", "OWNER"] as const satisfies readonly Role[];

/** What each role adds to the one before. */
export const ADDED_PERMISSIONS: Readonly<Record<Role, readonly Permission[]>> = {
  VIEWER: ["APPLICATION_READ"],
  DEVELOPER: ["SECRET_READ", "APPLICATION_WRITE", "SECRET_ROTATE"],
  ADMIN: ["APPLICATION_DELETE", "SECRET_VERIFY", "AUDIT_READ", "MEMBER_READ", "TOKEN_WRITE", "MEMBER_WRITE"],
  OWNER: ["ORGANIZATION_WRITE"],
};

export const ROLE_WORDS: Readonly<Record<Role, string>> = {
  VIEWER: "Sees the applications, and nothing of their secrets.",
  DEVELOPER: "Registers and changes applications as well, and rotates their secrets.",
  ADMIN: "Deletes applications as well, looks after members and API tokens, and reads the audit log.",
  OWNER: "Changes the organization itself as well.",
};

export const PERMISSION_WORDS: Readonly<Record<Permission, string>> = {
  APPLICATION_READ: "see applications",
  SECRET_READ: "see hints, use and rotations of secrets",
  APPLICATION_WRITE: "register and change applications",
  SECRET_ROTATE: "rotate secrets",
  APPLICATION_DELETE: "delete applications",
  SECRET_VERIFY: "ask whether a secret is good",
  AUDIT_READ: "read the audit log",
  MEMBER_READ: "see members and API tokens",
  TOKEN_WRITE: "issue and revoke API tokens",
  MEMBER_WRITE: "add, change and remove members",
  ORGANIZATION_WRITE: "change the organization",
};

/** Whether a role is no more than another. */
export function isWithin(role: Role, other: Role): boolean {
  return ROLES.indexOf(role) <= ROLES.indexOf(other);
}

export function permissionsOf(role: Role): Permission[] {
  return ROLES.filter((one) => isWithin(one, role)).flatMap((one) => ADDED_PERMISSIONS[one]);
}
