import { Field, ObjectType, registerEnumType } from "type-graphql";
import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn } from "typeorm";
import { ActorKind } from "./actor.js";
import { KEY_TEXT, OPTIONAL_MOMENT, PRIMARY_KEY } from "./columns.js";
import { timeOf } from "./identifier.js";
import { Node } from "./node.js";
import { OAuthApplication } from "./oauth-application.js";
import { Organization } from "./organization.js";
import { Permission, Role } from "./permission.js";
import { Requires } from "./requires.js";

export enum MemberKind {
  USER = "USER",
  APPLICATION = "APPLICATION",
}

registerEnumType(MemberKind, {
  name: "MemberKind",
  description: "What kind of member this is.",
  valuesConfig: {
    USER: { description: "A person, known to the outside issuer by the subject." },
    APPLICATION: { description: "A service account: an OAuth application with the client credentials grant." },
  },
});

/** A user or a service account with a role in an organization. */
@Entity("members")
// Whoever is added by e-mail has no subject before the first sign-in.
@Index("ux_members_subject", ["organizationId", "kind", "subject"], { unique: true, where: "subject <> ''" })
@Index("ux_members_email", ["email", "organizationId"], { unique: true })
@Index("ix_members_organization", ["organizationId", "id"])
@Index("ix_members_by_subject", ["kind", "subject"])
@Index("ix_members_application", ["oauthApplicationId"])
@Requires(Permission.MEMBER_READ)
@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description: "A user or a service account with a role in the organization.",
})
export class Member implements Node {
  @PrimaryColumn(PRIMARY_KEY)
  id!: string;

  @Column(KEY_TEXT)
  organizationId!: string;

  @ManyToOne(() => Organization, { nullable: false, onDelete: "CASCADE" })
  @JoinColumn({ name: "organization_id" })
  organizationRow?: Organization;

  @Column({ type: "varchar" })
  @Field(() => MemberKind, { description: "A user or an application." })
  kind!: MemberKind;

  @Column(KEY_TEXT)
  @Field(() => String, {
    description:
      "The `sub` of a user at the outside issuer, or the identifier of the application; empty, which no `sub` is, while the member is `pending`.",
  })
  subject!: string;

  /** Unique in an organization. It finds the member only until that has a subject. */
  @Column({ ...KEY_TEXT, nullable: true })
  @Field(() => String, {
    nullable: true,
    description:
      "The e-mail address by which a user was added, as it is compared: in lower case, an international domain as `xn--…`. It stays when the user has signed in, and when the user's own changes; null for others.",
  })
  email!: string | null;

  /** The application of a service account. Deleting the application deletes this row. */
  @Column({ ...KEY_TEXT, nullable: true })
  oauthApplicationId!: string | null;

  @ManyToOne(() => OAuthApplication, { nullable: true, onDelete: "CASCADE" })
  @JoinColumn({ name: "oauth_application_id" })
  oauthApplicationRow?: OAuthApplication;

  @Column({ type: "varchar" })
  @Field(() => String, { description: "The name people read, 1 to 256 characters." })
  name!: string;

  @Column({ type: "varchar" })
  @Field(() => Role, { description: "What the member may do." })
  role!: Role;

  /** When the user first acted here: by naming the organization, or while being a member of no other one. */
  @Column(OPTIONAL_MOMENT)
  firstUsedAt!: Date | null;

  /** Whether the user worked in another organization when this was added; then it counts only once they name it. */
  @Column({ type: "boolean", default: false })
  namedOnly!: boolean;

  @Column({ type: "varchar" })
  createdByKind!: ActorKind;

  @Column(KEY_TEXT)
  createdById!: string;

  @Field(() => Date, { description: "When the member was added." })
  get createdAt(): Date {
    return timeOf(this.id);
  }

  /** Whether this is a user added by e-mail who has not signed in yet. */
  get isPending(): boolean {
    return this.subject === "";
  }

  /** Who the member is, as audit events tell it. */
  get identity(): { subject?: string; email?: string } {
    const { subject, email } = this;
    return { ...(subject === "" ? {} : { subject }), ...(email === null ? {} : { email }) };
  }

  /** The id under which the member acts, in audit events and in what the member creates. */
  get actorId(): string {
    return this.oauthApplicationId ?? this.id;
  }
}
