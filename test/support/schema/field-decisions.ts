import { type GraphQLSchema, isObjectType } from "graphql";
import { Permission, Role } from "../../../src/model/permission.js";

const {
  APPLICATION_READ,
  SECRET_READ,
  APPLICATION_WRITE,
  SECRET_ROTATE,
  APPLICATION_DELETE,
  SECRET_VERIFY,
  AUDIT_READ,
  MEMBER_READ,
  TOKEN_WRITE,
  MEMBER_WRITE,
  ORGANIZATION_WRITE,
} = Permission;

/** The decision about a field: the permission it needs, or why it needs none. */
export type Decision = Permission | { open: string };
export type Decisions = Record<string, Record<string, Decision>>;

/** Spelled out here again, so that a change of the roles is noticed. */
export const HELD: Record<Role, readonly Permission[]> = {
  VIEWER: [APPLICATION_READ],
  DEVELOPER: [APPLICATION_READ, SECRET_READ, APPLICATION_WRITE, SECRET_ROTATE],
  ADMIN: Object.values(Permission).filter((permission) => permission !== ORGANIZATION_WRITE),
  OWNER: [
    ...[APPLICATION_READ, SECRET_READ, APPLICATION_WRITE, SECRET_ROTATE, APPLICATION_DELETE, SECRET_VERIFY],
    ...[AUDIT_READ, MEMBER_READ, TOKEN_WRITE, MEMBER_WRITE, ORGANIZATION_WRITE],
  ],
};

/** Types that are guarded wherever they are reached. */
export const GUARDED_TYPES: Record<string, Permission> = {
  OAuthApplication: APPLICATION_READ,
  ClientSecret: SECRET_READ,
  ApiToken: MEMBER_READ,
  AuditEvent: AUDIT_READ,
  Member: MEMBER_READ,
  SecretRotation: SECRET_READ,
  SecretUse: SECRET_READ,
};

const open = (reason: string) => ({ open: reason });
const ownOrganization = open("the actor's own organization, which its members work in");
const leadIsGuarded = open("whatever leads here is guarded already");

function all(decision: Decision, fields: string): Record<string, Decision> {
  return Object.fromEntries(fields.split(/\s+/).map((field) => [field, decision]));
}

function connection(name: string, permission: Permission): Decisions {
  return {
    [`${name}Connection`]: { ...all(leadIsGuarded, "edges pageInfo totalCount totalCountIsExact"), nodes: permission },
    [`${name}Edge`]: { cursor: leadIsGuarded, node: permission },
  };
}

/** Every field of every object type. A missing field is one that nobody has decided about. */
export const DECISIONS: Decisions = {
  Query: {
    viewer: open("whoever asks may know who they are"),
    memberships: open("one's own, wherever they are"),
    organization: ownOrganization,
    node: open("guarded by the type of what is found"),
    oauthApplication: APPLICATION_READ,
    oauthApplications: APPLICATION_READ,
    ...all(MEMBER_READ, "apiTokens members"),
    auditEvents: AUDIT_READ,
  },
  Mutation: {
    ...all(APPLICATION_WRITE, "createOAuthApplication updateOAuthApplication"),
    deleteOAuthApplication: APPLICATION_DELETE,
    ...all(SECRET_ROTATE, "rotateSecret updateSecretRotation completeSecretRotation cancelSecretRotation"),
    ...all(TOKEN_WRITE, "createApiToken revokeApiToken"),
    ...all(MEMBER_WRITE, "addMember updateMember removeMember"),
    updateOrganization: ORGANIZATION_WRITE,
  },
  Viewer: all(open("whoever asks may know who they are"), "actor organization role permissions memberId memberships"),
  Membership: all(open("one's own, wherever they are"), "id organization role"),
  Organization: all(ownOrganization, "id slug name uuid allowHttpRedirectUris createdAt"),
  Actor: all(leadIsGuarded, "id kind name"),
  PageInfo: all(leadIsGuarded, "hasNextPage hasPreviousPage startCursor endCursor"),
  ...connection("OAuthApplication", APPLICATION_READ),
  ...connection("ApiToken", MEMBER_READ),
  ...connection("AuditEvent", AUDIT_READ),
  ...connection("Member", MEMBER_READ),
  OAuthApplication: {
    ...all(APPLICATION_READ, "id clientId name description public enabled version createdAt updatedAt organization"),
    ...all(APPLICATION_READ, "redirectUris postLogoutRedirectUris allowedOrigins scopes optionalScopes"),
    ...all(APPLICATION_READ, "grantTypes responseTypes tokenEndpointAuthMethod pkceRequired consentScreenEnabled"),
    ...all(APPLICATION_READ, "homepageUrl logoUrl privacyPolicyUrl termsOfServiceUrl secretOverlapSeconds"),
    ...all(APPLICATION_READ, "secretQuietSeconds accessTokenTtlSeconds"),
    ...all(APPLICATION_READ, "ownerOnlySecretRotation dialectSettings createdByViewer"),
    ...all(APPLICATION_READ, "secretRecipientKey selfRotationEnabled"),
    ...all(SECRET_READ, "secrets clientSecretHint hasRotatedSecret rotation secretContestedAt"),
    createdBy: MEMBER_READ,
    auditEvents: AUDIT_READ,
  },
  ClientSecret: all(
    SECRET_READ,
    "id hint status createdAt expiresAt revokedAt firstUsedAt lastUsedAt useCount usedFrom refusedFrom contestedAt imported",
  ),
  SecretUse: all(SECRET_READ, "evidence address addressMasked clientSoftware count firstAt lastAt"),
  SecretRotation: {
    ...all(
      SECRET_READ,
      "startedAt endsAt confirmBy confirmedAt overlapSeconds currentSecret previousSecret safeToComplete safeAt reason",
    ),
    ...all(SECRET_READ, "currentSecretUses previousSecretUses"),
  },
  ApiToken: all(MEMBER_READ, "id name role hint expiresAt revokedAt firstUsedAt permissions createdAt createdBy"),
  Member: {
    ...all(MEMBER_READ, "id kind subject email pending name role createdAt createdBy"),
    oauthApplication: APPLICATION_READ,
  },
  AuditEvent: {
    ...all(AUDIT_READ, "id action targetId wayIn requestId address details actor actorSecretId createdAt"),
    oauthApplication: APPLICATION_READ,
    ...all(MEMBER_READ, "apiToken member"),
  },
  CreateOAuthApplicationPayload: {
    oauthApplication: APPLICATION_READ,
    ...all(open("who may create must receive what was issued"), "clientSecret sealedClientSecret"),
    replayed: open("says of the request only whether it came before"),
  },
  UpdateOAuthApplicationPayload: { oauthApplication: APPLICATION_READ },
  DeleteOAuthApplicationPayload: { deletedId: leadIsGuarded },
  RotateSecretPayload: {
    oauthApplication: APPLICATION_READ,
    ...all(open("who may rotate must receive what was issued"), "clientSecret sealedClientSecret"),
    replayed: open("says of the request only whether it came before"),
    ...all(SECRET_READ, "secret previousSecret"),
  },
  UpdateSecretRotationPayload: { oauthApplication: APPLICATION_READ },
  CompleteSecretRotationPayload: { oauthApplication: APPLICATION_READ },
  CancelSecretRotationPayload: { oauthApplication: APPLICATION_READ },
  CreateApiTokenPayload: {
    apiToken: MEMBER_READ,
    ...all(open("who may issue must receive what was issued"), "token sealedToken"),
    replayed: open("says of the request only whether it came before"),
  },
  RevokeApiTokenPayload: { apiToken: MEMBER_READ },
  AddMemberPayload: { member: MEMBER_READ },
  UpdateMemberPayload: { member: MEMBER_READ },
  RemoveMemberPayload: { removedId: leadIsGuarded },
  UpdateOrganizationPayload: { organization: ownOrganization },
};

/** Fields that are empty for API tokens, which are no members. */
export const OF_MEMBERS_ONLY = ["Query.memberships", "Viewer.memberships"];

/** Fields of an application that whoever registered it needs no permission for. */
export const OF_REGISTRANTS = ["OAuthApplication.auditEvents"];

/** The permission that a field needs, or undefined for an open one. `reached` is the object type it returns, if any. */
export function neededFor(parent: string, field: string, reached?: string): Permission | undefined {
  const decision = DECISIONS[parent]?.[field];
  if (typeof decision === "string") return decision;
  return reached === undefined ? undefined : GUARDED_TYPES[reached];
}

/** Fields of the schema that the table lacks, and rows of the table whose field is gone. */
export function compare(schema: GraphQLSchema, decisions: Decisions): { undecided: string[]; gone: string[] } {
  const types = Object.values(schema.getTypeMap()).filter((type) => isObjectType(type));
  const live = types
    .filter(({ name }) => !name.startsWith("__"))
    .flatMap((type) => Object.keys(type.getFields()).map((field) => `${type.name}.${field}`));
  const decided = Object.entries(decisions).flatMap(([type, fields]) =>
    Object.keys(fields).map((field) => `${type}.${field}`),
  );
  return {
    undecided: live.filter((field) => !decided.includes(field)),
    gone: decided.filter((field) => !live.includes(field)),
  };
}
