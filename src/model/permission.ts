import { registerEnumType } from "type-graphql";

/** A named right. Roles are sets of them; an API token may carry fewer than its role. */
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

/** Each role holds everything the one before it holds, and more. */
export enum Role {
  VIEWER = "VIEWER",
  DEVELOPER = "DEVELOPER",
  ADMIN = "ADMIN",
  OWNER = "OWNER",
}

const GRANTED_FROM: Record<Role, readonly Permission[]> = {
  [Role.VIEWER]: [Permission.APPLICATION_READ],
  [Role.DEVELOPER]: [Permission.SECRET_READ, Permission.APPLICATION_WRITE, Permission.SECRET_ROTATE],
  [Role.ADMIN]: [
    Permission.APPLICATION_DELETE,
    Permission.SECRET_VERIFY,
    Permission.AUDIT_READ,
    Permission.MEMBER_READ,
    Permission.TOKEN_WRITE,
    Permission.MEMBER_WRITE,
  ],
  [Role.OWNER]: [Permission.ORGANIZATION_WRITE],
};

const RANK = Object.values(Role);

export function permissionsOf(role: Role): Permission[] {
  return RANK.slice(0, RANK.indexOf(role) + 1).flatMap((held) => GRANTED_FROM[held]);
}

export function outranks(role: Role, other: Role): boolean {
  return RANK.indexOf(role) > RANK.indexOf(other);
}

registerEnumType(Permission, {
  name: "Permission",
  description: "A named right. A role is a set of permissions; an API token may carry fewer than its role.",
  valuesConfig: {
    APPLICATION_READ: { description: "Read OAuth applications. Held by VIEWER, DEVELOPER, ADMIN and OWNER." },
    SECRET_READ: {
      description: "Read hints, rotation state and last use of client secrets. Held by DEVELOPER, ADMIN and OWNER.",
    },
    APPLICATION_WRITE: { description: "Create and update OAuth applications. Held by DEVELOPER, ADMIN and OWNER." },
    SECRET_ROTATE: {
      description: "Rotate client secrets; change, complete and cancel rotations. Held by DEVELOPER, ADMIN and OWNER.",
    },
    APPLICATION_DELETE: { description: "Delete OAuth applications. Held by ADMIN and OWNER." },
    SECRET_VERIFY: {
      description:
        "Ask whether a client secret is good, as an authorization server does: `POST /oauth/verify` with the form fields `client_id` and `client_secret`, answered by `active`. Held by ADMIN and OWNER.",
    },
    AUDIT_READ: { description: "Read audit events, with who did what. Held by ADMIN and OWNER." },
    MEMBER_READ: { description: "Read who created what, members and API tokens. Held by ADMIN and OWNER." },
    TOKEN_WRITE: {
      description: "Issue and revoke API tokens, never above one's own rights. Held by ADMIN and OWNER.",
    },
    MEMBER_WRITE: {
      description: "Add, change and remove members, never above one's own role. Held by ADMIN and OWNER.",
    },
    ORGANIZATION_WRITE: { description: "Change the organization's settings. Held by OWNER." },
  },
});

registerEnumType(Role, {
  name: "Role",
  description: "A set of permissions. Each role holds everything the one before it holds.",
  valuesConfig: {
    VIEWER: { description: "APPLICATION_READ." },
    DEVELOPER: { description: "VIEWER's permissions and SECRET_READ, APPLICATION_WRITE, SECRET_ROTATE." },
    ADMIN: {
      description:
        "DEVELOPER's permissions and APPLICATION_DELETE, SECRET_VERIFY, AUDIT_READ, MEMBER_READ, TOKEN_WRITE, MEMBER_WRITE.",
    },
    OWNER: { description: "Every permission: ADMIN's and ORGANIZATION_WRITE." },
  },
});
