import { Field, ObjectType } from "type-graphql";
import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn } from "typeorm";
import { ActorKind } from "./actor.js";
import { KEY_TEXT, OPTIONAL_MOMENT, PRIMARY_KEY } from "./columns.js";
import { timeOf } from "./identifier.js";
import { Node } from "./node.js";
import { Organization } from "./organization.js";
import { Permission, permissionsOf, Role } from "./permission.js";
import { Requires } from "./requires.js";

/** The credential that programs present to the gateway itself. */
@Entity("api_tokens")
@Index("ux_api_tokens_digest", ["digest"], { unique: true })
@Index("ix_api_tokens_organization", ["organizationId", "id"])
@Index("ix_api_tokens_created_by", ["createdById"])
@Index("ix_api_tokens_live", ["organizationId", "expiresAt"], { where: "revoked_at IS NULL" })
@Index("ix_api_tokens_issued", ["createdById", "expiresAt"], { where: "revoked_at IS NULL" })
@Requires(Permission.MEMBER_READ)
@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description: "A bearer token for this API, as far as it may be shown: never the token, only its hint.",
})
export class ApiToken implements Node {
  @PrimaryColumn(PRIMARY_KEY)
  id!: string;

  @Column(KEY_TEXT)
  organizationId!: string;

  @ManyToOne(() => Organization, { nullable: false, onDelete: "CASCADE" })
  @JoinColumn({ name: "organization_id" })
  organizationRow?: Organization;

  @Column({ type: "varchar" })
  @Field(() => String, { description: "The name people read, 1 to 256 characters." })
  name!: string;

  @Column({ type: "varchar" })
  @Field(() => Role, { description: "The role whose permissions the token carries, or some of them." })
  role!: Role;

  /** The permissions that the token was narrowed to; null means all of its role's. */
  @Column({ type: "simple-json", nullable: true })
  narrowedTo!: Permission[] | null;

  @Column({ type: "varchar" })
  digest!: string;

  @Column({ type: "varchar" })
  @Field(() => String, { description: "What may be shown of the token: `ogt_…` and its last four characters." })
  hint!: string;

  @Column(OPTIONAL_MOMENT)
  @Field(() => Date, { nullable: true, description: "When the token stops by itself; null when it has no end." })
  expiresAt!: Date | null;

  @Column(OPTIONAL_MOMENT)
  @Field(() => Date, { nullable: true, description: "When the token was revoked; null while it was not." })
  revokedAt!: Date | null;

  @Column(OPTIONAL_MOMENT)
  @Field(() => Date, {
    nullable: true,
    description:
      "When the token first authenticated someone; null while it never did. Written at once; of a token from before this was noted, its first use since.",
  })
  firstUsedAt!: Date | null;

  /** Whether the answer that showed it may still be kept (kept-answer.ts), until its first use. */
  @Column({ type: "boolean", default: false })
  hasKeptAnswer!: boolean;

  @Column({ type: "varchar" })
  createdByKind!: ActorKind;

  @Column(KEY_TEXT)
  createdById!: string;

  /** The digest of the access token with which a service account issued this token; null for other issuers. */
  @Column({ ...KEY_TEXT, nullable: true })
  accessTokenDigest!: string | null;

  /** The client secret behind the issuer's credential, through any number of tokens; null when there is none. */
  @Column({ ...KEY_TEXT, nullable: true })
  clientSecretId!: string | null;

  @Field(() => [Permission], { description: "What the token may do: its role's permissions, or fewer." })
  get permissions(): Permission[] {
    const narrowedTo = this.narrowedTo;
    const ofRole = permissionsOf(this.role);
    return narrowedTo === null ? ofRole : ofRole.filter((permission) => narrowedTo.includes(permission));
  }

  @Field(() => Date, { description: "When the token was issued." })
  get createdAt(): Date {
    return timeOf(this.id);
  }
}
