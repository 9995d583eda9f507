import { GraphQLJSONObject } from "graphql-scalars";
import { Field, Int, ObjectType } from "type-graphql";
import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn } from "typeorm";
import { ActorKind } from "./actor.js";
import { GrantType, ResponseType, TokenEndpointAuthMethod } from "./client-metadata.js";
import { KEY_TEXT, MOMENT, PRIMARY_KEY } from "./columns.js";
import type { DialectSettings } from "./dialect-settings.js";
import { timeOf } from "./identifier.js";
import { Node } from "./node.js";
import { Organization } from "./organization.js";
import { Permission } from "./permission.js";
import type { RecipientKey } from "./recipient-key.js";
import { Requires } from "./requires.js";

export const DEFAULT_QUIET_SECONDS = 3600;
export const DEFAULT_ACCESS_TOKEN_TTL_SECONDS = 3600;

/** A registered OAuth client (RFC 6749 §2). Its secrets are rows of their own: model/client-secret.ts. */
@Entity("oauth_applications")
@Index("ux_oauth_applications_client_id", ["clientId"], { unique: true })
@Index("ix_oauth_applications_organization", ["organizationId", "id"])
@Index("ix_oauth_applications_created_by", ["organizationId", "createdById", "id"])
@Index("ix_oauth_applications_name", ["organizationId", "nameKey", "id"])
// Holds the name's key, so that a search by name in order of change reads the index alone.
@Index("ix_oauth_applications_updated", ["organizationId", "updatedAt", "id", "nameKey"])
@Index("ix_oauth_applications_kind", ["organizationId", "kind", "id"])
@Index("ix_oauth_applications_rotation", ["organizationId", "rotationEndsAt", "id"])
@Index("ix_oauth_applications_secret", ["organizationId", "currentSecretId", "id"])
// Partial: rows whose columns for lists are not right yet.
@Index("ix_oauth_applications_unlisted", ["organizationId", "listedVersion", "id"], {
  where: "listed_version <> version",
})
@Requires(Permission.APPLICATION_READ)
@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description:
    "A registered OAuth client. Its secrets are never shown again after creation or rotation, only their hints.",
})
export class OAuthApplication implements Node {
  @PrimaryColumn(PRIMARY_KEY)
  id!: string;

  @Column(KEY_TEXT)
  organizationId!: string;

  @ManyToOne(() => Organization, { nullable: false, onDelete: "RESTRICT" })
  @JoinColumn({ name: "organization_id" })
  organizationRow?: Organization;

  @Column(KEY_TEXT)
  @Field(() => String, {
    description:
      "The public identifier that OAuth calls `client_id`, unique over all organizations: 32 lower-case hexadecimal characters, unless it was chosen through the CSP dialect or came along from another system (1 to 255 visible ASCII characters except `\"`, `'` and `\\`). Upper and lower case differ.",
  })
  clientId!: string;

  @Column({ type: "varchar" })
  @Field(() => String, { description: "The name people read, 1 to 256 characters; not unique." })
  name!: string;

  /** The name in the form by which it is ordered and searched: see `nameKeyOf`. */
  @Column(KEY_TEXT)
  nameKey!: string;

  @Column({ type: "text" })
  @Field(() => String, { description: "Free text, at most 2000 characters; empty by default." })
  description!: string;

  @Column({ type: "boolean" })
  @Field(() => Boolean, {
    description:
      "Whether the application is a public client (RFC 6749 §2.1), which has no secret. The same as `tokenEndpointAuthMethod: NONE`.",
  })
  public!: boolean;

  @Column({ type: "boolean" })
  @Field(() => Boolean, {
    description:
      "Whether the application may authenticate. A disabled one keeps its secrets, which do not work meanwhile; its access tokens end.",
  })
  enabled!: boolean;

  @Column({ type: "simple-json" })
  @Field(() => [String], { description: "Redirection endpoints (RFC 6749 §3.1.2), compared exactly; at most 50." })
  redirectUris!: string[];

  @Column({ type: "simple-json" })
  @Field(() => [String], {
    description: "Where a user may be sent after logout (OpenID Connect RP-Initiated Logout); at most 50.",
  })
  postLogoutRedirectUris!: string[];

  @Column({ type: "simple-json" })
  @Field(() => [String], { description: "Web origins that may call on the application's behalf (CORS); at most 50." })
  allowedOrigins!: string[];

  @Column({ type: "simple-json" })
  @Field(() => [String], { description: "Scopes the application may ask for (RFC 6749 §3.3); at most 100." })
  scopes!: string[];

  @Column({ type: "simple-json" })
  @Field(() => [String], { description: "Those of `scopes` that a user may refuse; at most 100." })
  optionalScopes!: string[];

  @Column({ type: "simple-json" })
  @Field(() => [GrantType], { description: "Grants the application may use; `[AUTHORIZATION_CODE]` by default." })
  grantTypes!: GrantType[];

  @Column({ type: "simple-json" })
  @Field(() => [ResponseType], {
    description: "Response types the application may use; they follow from the grants unless given.",
  })
  responseTypes!: ResponseType[];

  @Column({ type: "varchar" })
  @Field(() => TokenEndpointAuthMethod, {
    description:
      "How the application authenticates at a token endpoint. One imported from where nothing said how shows CLIENT_SECRET_BASIC and may use CLIENT_SECRET_POST as well, until either is set here.",
  })
  tokenEndpointAuthMethod!: TokenEndpointAuthMethod;

  /** Whether Basic and the form are both taken, whatever `tokenEndpointAuthMethod` shows. */
  @Column({ type: "boolean", default: false })
  takesAnyMethod!: boolean;

  @Column({ type: "boolean" })
  @Field(() => Boolean, { description: "Whether the application must use PKCE (RFC 7636)." })
  pkceRequired!: boolean;

  @Column({ type: "boolean" })
  @Field(() => Boolean, { description: "Whether users are asked for consent." })
  consentScreenEnabled!: boolean;

  @Column({ type: "varchar", nullable: true })
  @Field(() => String, { nullable: true, description: "Home page (RFC 7591 `client_uri`); null when there is none." })
  homepageUrl!: string | null;

  @Column({ type: "varchar", nullable: true })
  @Field(() => String, { nullable: true, description: "Logo (RFC 7591 `logo_uri`); null when there is none." })
  logoUrl!: string | null;

  @Column({ type: "varchar", nullable: true })
  @Field(() => String, {
    nullable: true,
    description: "Privacy policy (RFC 7591 `policy_uri`); null when there is none.",
  })
  privacyPolicyUrl!: string | null;

  @Column({ type: "varchar", nullable: true })
  @Field(() => String, {
    nullable: true,
    description: "Terms of service (RFC 7591 `tos_uri`); null when there is none.",
  })
  termsOfServiceUrl!: string | null;

  @Column({ type: "integer" })
  @Field(() => Int, {
    description:
      "Seconds that the previous secret keeps working after `rotateSecret` with EXPIRE, unless it says otherwise: 0 to 7776000 (90 days), by default 172800 (48 hours).",
  })
  secretOverlapSeconds!: number;

  @Column({ type: "integer", default: DEFAULT_QUIET_SECONDS })
  @Field(() => Int, {
    description:
      "Seconds without use after which a secret counts as no longer in use, for `completeSecretRotation` and `cancelSecretRotation`: 0 to 7776000 (90 days), by default 3600 (1 hour).",
  })
  secretQuietSeconds!: number;

  @Column({ type: "integer", default: DEFAULT_ACCESS_TOKEN_TTL_SECONDS })
  @Field(() => Int, {
    description:
      "Seconds that an access token issued to the application lives: 60 to 86400 (1 day), by default 3600 (1 hour). A token outlives the secret that obtained it when that expires; when that is stopped at once, a token for the gateway ends with it, and any other by `revokeTokens`, which REVOKE implies.",
  })
  accessTokenTtlSeconds!: number;

  @Column({ type: "boolean", default: false })
  @Field(() => Boolean, {
    description:
      "Whether only an OWNER may rotate the secrets, change, complete or cancel a rotation, change what decides when they stop or count (`enabled`, `public`, `tokenEndpointAuthMethod`, `grantTypes`, `secretOverlapSeconds`, `secretQuietSeconds`, `secretRecipientKey`), delete the application and then register its client id anew; false by default.",
  })
  ownerOnlySecretRotation!: boolean;

  @Column({ type: "simple-json", nullable: true })
  @Field(() => GraphQLJSONObject, {
    nullable: true,
    description:
      "The public JWK to which every new secret of the application is sealed, so that nobody but the holder of its private key can read it: the members that make it the key (RFC 7638 §3.2), and `alg` and `use` where they were given; null when secrets are shown in plaintext.",
  })
  secretRecipientKey!: RecipientKey | null;

  @Column({ type: "boolean", default: false })
  @Field(() => Boolean, {
    description: "Whether the application may rotate its own secret; false by default.",
  })
  selfRotationEnabled!: boolean;

  @Column({ type: "simple-json", nullable: true })
  @Field(() => GraphQLJSONObject, {
    nullable: true,
    description:
      "What only another system knows of the application, without meaning here: by dialect (`cloudflare`, `csp`), given back there as it was sent, and by the format from which it was imported (`keycloak`, `hydra`, `auth0`, `rfc7591`, `table`), under the names of that system; null when there is nothing.",
  })
  dialectSettings!: DialectSettings | null;

  @Column({ type: "integer" })
  @Field(() => Int, {
    description:
      "Raised by one by each update and each step of a rotation; hand it back as `expectedVersion` to change only what you have seen.",
  })
  version!: number;

  @Column({ type: "varchar" })
  createdByKind!: ActorKind;

  @Column(KEY_TEXT)
  createdById!: string;

  @Field(() => Date, { description: "When the application was registered." })
  get createdAt(): Date {
    return timeOf(this.id);
  }

  @Column(MOMENT)
  @Field(() => Date, { description: "When the application or the state of its secrets was last changed." })
  updatedAt!: Date;

  // What lists are narrowed by, see services/applications/list-columns.ts. Only a change reads it, so as to set what differs.

  @Column({ type: "integer", default: 0, select: false })
  kind!: number;

  @Column({ type: "bigint", default: 0, select: false })
  rotationEndsAt!: number;

  @Column({ ...KEY_TEXT, default: "", select: false })
  currentSecretId!: string;

  /** The version that these columns are of: another one than `version` after a change by an older gateway. */
  @Column({ type: "integer", default: 0 })
  listedVersion!: number;
}
