import { registerEnumType } from "type-graphql";

/** A named right. A role is a set of permissions; an API token may carry fewer than its role. */
export enum Permission {
  APPLICATION_READ = "APPLICATION_READ",
  SECRET_READ = "SECRET_READ",
  APPLICATION_WRITE = "APPLICATION_WRITE",
  SECRET_ROTATE = "SECRET_ROTATE",
  APPLICATION_DELETE = "APPLICATION_DELETE",
  SECRET_VERIFY = "SECRET_VERIFY",
  AUDIT_READ = "AUDIT_READ",
  MEMBER_READ = "MEMBER_READ",
  TOKEN_WRITE = "TOKEN_WRITE",
  MEMBER_WRITE = "MEMBER_WRITE",
  ORGANIZATION_WRITE = "ORGANIZATION_WRITE",
}

/** Each role holds everything that the role before it holds, and more. */
export enum Role {
  VIEWER = "VIEWER",
  DEVELOPER = "DEVELOPER",
  ADMIN = "ADMIN",
  OWNER = "OWNER",
}

/** Each permission: the lowest role that holds it, and what it is for. */
const GRANTS: Record<Permission, { from: Role; description: string }> = {
  [Permission.APPLICATION_READ]: { from: Role.VIEWER, description: "Read OAuth applications." },
  [Permission.SECRET_READ]: {
    from: Role.DEVELOPER,
    description: "Read hints, rotation state and last use of client secrets.",
  },
  [Permission.APPLICATION_WRITE]: { from: Role.DEVELOPER, description: "Create and update OAuth applications." },
  [Permission.SECRET_ROTATE]: {
    from: Role.DEVELOPER,
    description: "Rotate client secrets; change, complete and cancel rotations.",
  },
  [Permission.APPLICATION_DELETE]: { from: Role.ADMIN, description: "Delete OAuth applications." },
  [Permission.SECRET_VERIFY]: {
    from: Role.ADMIN,
    description:
      "Ask whether a client secret is good, as an authorization server does: `POST /oauth/verify` with the form fields `client_id` and `client_secret`, answered by `active`.",
  },
  [Permission.AUDIT_READ]: { from: Role.ADMIN, description: "Read audit events, with who did what." },
  [Permission.MEMBER_READ]: { from: Role.ADMIN, description: "Read who created what, members and API tokens." },
  [Permission.TOKEN_WRITE]: {
    from: Role.ADMIN,
    description: "Issue and revoke API tokens, never above one's own rights.",
  },
  [Permission.MEMBER_WRITE]: {
    from: Role.ADMIN,
    description: "Add, change and remove members, never above one's own role.",
  },
  [Permission.ORGANIZATION_WRITE]: { from: Role.OWNER, description: "Change the organization's settings." },
};

const RANK = Object.values(Role);

/** Whether a role holds at least what another one does. */
function reaches(role: Role, other: Role): boolean {
  return RANK.indexOf(role) >= RANK.indexOf(other);
}

const PERMISSIONS = Object.values(Permission);
const HELD = new Map(
  RANK.map((role) => [role, PERMISSIONS.filter((permission) => reaches(role, GRANTS[permission].from))]),
);

/** All permissions that a role holds. */
export function permissionsOf(role: Role): Permission[] {
  return [...(HELD.get(role) ?? [])];
}

/** The lowest role that holds all of these. */
export function lowestRoleWith(permissions: readonly Permission[]): Role {
  return permissions.reduce<Role>(
    (role, permission) => (outranks(GRANTS[permission].from, role) ? GRANTS[permission].from : role),
    Role.VIEWER,
  );
}

/** Whether a role holds more than another one. */
export function outranks(role: Role, other: Role): boolean {
  return RANK.indexOf(role) > RANK.indexOf(other);
}

function holdersOf(permission: Permission): string {
  const holders = RANK.filter((role) => reaches(role, GRANTS[permission].from));
  const [last, ...others] = holders.reverse();
  return others.length === 0 ? `${last}` : `${others.reverse().join(", ")} and ${last}`;
}

registerEnumType(Permission, {
  name: "Permission",
  description: "A named right. A role is a set of permissions; an API token may carry fewer than its role.",
  valuesConfig: Object.fromEntries(
    PERMISSIONS.map((permission) => [
      permission,
      { description: `${GRANTS[permission].description} Held by ${holdersOf(permission)}.` },
    ]),
  ),
});

function describeRole(role: Role): string {
  const own = PERMISSIONS.filter((permission) => GRANTS[permission].from === role).join(", ");
  const below = RANK[RANK.indexOf(role) - 1];
  if (below === undefined) return `${own}.`;
  if (role === RANK.at(-1)) return `Every permission: ${below}'s and ${own}.`;
  return `${below}'s permissions and ${own}.`;
}

registerEnumType(Role, {
  name: "Role",
  description: "A set of permissions. Each role holds everything the one before it holds.",
  valuesConfig: Object.fromEntries(RANK.map((role) => [role, { description: describeRole(role) }])),
});
