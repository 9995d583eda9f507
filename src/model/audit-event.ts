import { GraphQLJSONObject } from "graphql-scalars";
import { Field, ID, ObjectType } from "type-graphql";
import { Column, Entity, Index, PrimaryColumn } from "typeorm";
import { ActorKind, ActorSummary, WayIn } from "./actor.js";
import { KEY_TEXT, PRIMARY_KEY } from "./columns.js";
import { timeOf } from "./identifier.js";
import { Node } from "./node.js";
import { Permission } from "./permission.js";
import { Requires } from "./requires.js";

/** Every action that an audit event can name. */
export const AUDIT_ACTIONS = [
  "organization.created",
  "organization.updated",
  "organization.exported",
  "oauth_application.created",
  "oauth_application.updated",
  "oauth_application.deleted",
  "oauth_application.recipient_key_changed",
  "client_secret.rotated",
  "client_secret.rotation_updated",
  "client_secret.rotation_completed",
  "client_secret.rotation_cancelled",
  "client_secret.rotation_confirmed",
  "client_secret.rotation_undone",
  "client_secret.rotation_contested",
  "client_secret.used_after_retirement",
  "access_token.revoked",
  "api_token.created",
  "api_token.revoked",
  "sign_in_link.created",
  "member.added",
  "member.bound",
  "member.updated",
  "member.removed",
] as const;

/** The name of an action, such as `client_secret.rotated`. */
export type AuditAction = (typeof AUDIT_ACTIONS)[number];

const [LAST_ACTION = "", ...OTHER_ACTIONS] = AUDIT_ACTIONS.map((action) => `\`${action}\``).reverse();
export const ANY_ACTION = `${OTHER_ACTIONS.reverse().join(", ")} or ${LAST_ACTION}`;

/**
 * Who did what to whom, and when. There is no foreign key to the target: the event stays when the target is deleted.
 */
@Entity("audit_events")
@Index("ix_audit_events_organization", ["organizationId", "id"])
@Index("ix_audit_events_target", ["organizationId", "targetId", "id"])
@Index("ix_audit_events_action", ["organizationId", "action", "id"])
@Index("ix_audit_events_actor", ["organizationId", "actorId", "id"])
// A partial index: most events have no client secret, and take no room in it.
@Index("ix_audit_events_actor_secret", ["organizationId", "actorSecretId", "id"], {
  where: "actor_secret_id IS NOT NULL",
})
// Partial, too: whether an application of this id was deleted in any organization.
@Index("ix_audit_events_deleted", ["targetId"], { where: "action = 'oauth_application.deleted'" })
@Requires(Permission.AUDIT_READ)
@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description:
    "Who did what to whom, and when; written in the same transaction as the change, never changed, never with a secret.",
})
export class AuditEvent implements Node {
  @PrimaryColumn(PRIMARY_KEY)
  id!: string;

  @Column(KEY_TEXT)
  organizationId!: string;

  @Column(KEY_TEXT)
  @Field(() => String, { description: `What was done: ${ANY_ACTION}.` })
  action!: AuditAction;

  @Column({ type: "varchar" })
  actorKind!: ActorKind;

  @Column(KEY_TEXT)
  actorId!: string;

  @Column({ type: "varchar", nullable: true })
  actorName!: string | null;

  @Column({ ...KEY_TEXT, nullable: true })
  @Field(() => ID, {
    nullable: true,
    description:
      "Identifier of the client secret behind the actor's credential: the one that obtained the access token, or the token that issued the API token, and so on; null when there is none.",
  })
  actorSecretId!: string | null;

  @Column(KEY_TEXT)
  @Field(() => ID, {
    description:
      "Identifier of what the action changed, which may be gone by now; for `client_secret.…`, of the application; for `organization.…` and `sign_in_link.…`, of the organization.",
  })
  targetId!: string;

  @Column({ type: "varchar" })
  @Field(() => WayIn, { description: "Through which interface it was done." })
  wayIn!: WayIn;

  @Column({ type: "varchar", nullable: true })
  @Field(() => String, {
    nullable: true,
    description:
      "The request's identifier, as in its `X-Request-Id` header and in the log; null for what no request did.",
  })
  requestId!: string | null;

  @Column({ type: "varchar", nullable: true })
  @Field(() => String, {
    nullable: true,
    description: "The network address the request came from; null for what no request did.",
  })
  address!: string | null;

  @Column({ type: "simple-json" })
  @Field(() => GraphQLJSONObject, {
    description:
      "What else is worth knowing, by action: ids of secrets (`secretId`, `previousSecretId`, all that were stopped: `revokedSecretIds`), from which system an application was imported (`source`), how a rotation treats the previous one (`previousSecret`, `previousSecretExpiresAt`), until when a new one has to be used and how long the previous one works then (`confirmBy`, `overlapSeconds`; of a change of the rotation only what it has changed, `overlapSeconds` null for no end), names of changed fields (`changed`), whether all access tokens of a stopped secret ended (`revokeTokens`), what a retired secret, or the first use of a new one, was for (`askedFor`: `token`, `introspection`, `revocation`, `verification`, or `rotation` for a new secret of its own), a member's role before and after, or the thumbprint (RFC 7638) of an application's recipient key (`from`, `to`), that of the key to which what was issued was sealed (`sealedTo`), who a member is (`subject`, `email`), that a member left by itself (`left`), the rights of an API token (`role`, `permissions`, `expiresAt`), those that a link to the console gives once, and until when (`role`, `expiresAt`), the token it was revoked with (`issuedWith`), how many API tokens were revoked together (`revokedTokens`): more than 100 have one event, whose target is the token from which all were issued, or else who issued them.",
  })
  details!: object;

  @Field(() => ActorSummary, { description: "Who did it, by the name of that time." })
  get actor(): ActorSummary {
    return { id: this.actorId, kind: this.actorKind, name: this.actorName };
  }

  @Field(() => Date, { description: "When it was done." })
  get createdAt(): Date {
    return timeOf(this.id);
  }
}
