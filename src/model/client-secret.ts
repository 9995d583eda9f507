import { Field, Int, ObjectType, registerEnumType } from "type-graphql";
import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn } from "typeorm";
import { KEY_TEXT, OPTIONAL_MOMENT, PRIMARY_KEY } from "./columns.js";
import { timeOf } from "./identifier.js";
import { Node } from "./node.js";
import { OAuthApplication } from "./oauth-application.js";
import { Permission } from "./permission.js";
import { Requires } from "./requires.js";

export enum ClientSecretStatus {
  CURRENT = "CURRENT",
  PREVIOUS = "PREVIOUS",
  EXPIRED = "EXPIRED",
  REVOKED = "REVOKED",
}

registerEnumType(ClientSecretStatus, {
  name: "ClientSecretStatus",
  description: "Where a client secret stands in its life. CURRENT and PREVIOUS work, EXPIRED and REVOKED do not.",
  valuesConfig: {
    CURRENT: { description: "The newest secret that works." },
    PREVIOUS: { description: "Works beside the current one until the rotation ends." },
    EXPIRED: { description: "Stopped when its overlap ended, or because nobody had used it by `confirmBy`." },
    REVOKED: {
      description:
        "Stopped by a rotation, its completion or its cancellation, or because the application became public.",
    },
  },
});

/**
 * The credential of an application, which has several over time and at most two usable ones. A secret's status follows
 * from `revokedAt`, `expiresAt` and the clock (services/secrets/rotation-state.ts), so an overlap ends without a job.
 */
@Entity("client_secrets")
@Index("ix_client_secrets_application", ["oauthApplicationId", "id"])
@Requires(Permission.SECRET_READ)
@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description: "The credential of an application, as far as it may be shown: never the secret, only its hint.",
})
export class ClientSecret implements Node {
  @PrimaryColumn(PRIMARY_KEY)
  id!: string;

  @Column(KEY_TEXT)
  oauthApplicationId!: string;

  @ManyToOne(() => OAuthApplication, { nullable: false, onDelete: "CASCADE" })
  @JoinColumn({ name: "oauth_application_id" })
  oauthApplicationRow?: OAuthApplication;

  /** `v1$<kid>$<HMAC-SHA256>`, see services/keys/secret-keys.ts. */
  @Column({ type: "varchar" })
  digest!: string;

  @Column({ type: "varchar" })
  @Field(() => String, {
    description:
      "What may be shown of the secret: `ogs_…` and its last four characters, or `…` and the last two of one that was chosen through the CSP dialect. Of an imported one `…` alone until its first use, then `…` and its last two characters, if it has at least 16; one that another gateway exported keeps the hint that it had there.",
  })
  hint!: string;

  /** Not a column: the services set it for each answer. */
  @Field(() => ClientSecretStatus, { description: "Where the secret stands at the moment of the answer." })
  status!: ClientSecretStatus;

  @Field(() => Date, { description: "When the secret was issued; of one that came from another system, when it came." })
  get createdAt(): Date {
    return timeOf(this.id);
  }

  @Column(OPTIONAL_MOMENT)
  @Field(() => Date, {
    nullable: true,
    description:
      "When the secret stops or stopped by itself: at the end of its overlap or, while it awaits its first use, at `rotation.confirmBy`; null when it has no end.",
  })
  expiresAt!: Date | null;

  @Column(OPTIONAL_MOMENT)
  @Field(() => Date, {
    nullable: true,
    description: "When the secret was stopped, or its end was found to have come; null while neither.",
  })
  revokedAt!: Date | null;

  @Column(OPTIONAL_MOMENT)
  @Field(() => Date, {
    nullable: true,
    description: "When the secret first authenticated someone; null while it never did. Written at once.",
  })
  firstUsedAt!: Date | null;

  @Column(OPTIONAL_MOMENT)
  @Field(() => Date, {
    nullable: true,
    description:
      "When the secret last authenticated someone; null while it never did. Written about a second late; a gateway that is killed forgets its last second.",
  })
  lastUsedAt!: Date | null;

  @Column({ type: "integer", default: 0 })
  @Field(() => Int, {
    description:
      "How often the secret authenticated someone, up to 2,147,483,647. Written about a second late; a gateway that is killed forgets its last second.",
  })
  useCount!: number;

  /** The value of `useCount` when the rotation began that made this secret the previous one. */
  @Column({ type: "integer", default: 0 })
  usesBeforeRotation!: number;

  /** Until when the secret has to be used, or it stops; null when it was not issued with CONFIRM. */
  @Column(OPTIONAL_MOMENT)
  confirmBy!: Date | null;

  /** When its first use confirmed it; null before that, and without CONFIRM. */
  @Column(OPTIONAL_MOMENT)
  confirmedAt!: Date | null;

  /**
   * When somebody with this secret, as the previous one, last asked for another new one; of one that the application has
   * fetched itself within a day after such a contest, the moment of that, which is before `createdAt`.
   */
  @Column(OPTIONAL_MOMENT)
  contestedAt!: Date | null;

  /** How long the previous secret works once this one is confirmed; null: without an end. */
  @Column({ type: "integer", nullable: true })
  nextOverlapSeconds!: number | null;

  /** Whether the answer that showed it may still be kept (kept-answer.ts), until its first use. */
  @Column({ type: "boolean", default: false })
  hasKeptAnswer!: boolean;

  @Column({ type: "boolean", default: false })
  @Field(() => Boolean, {
    description:
      "Whether the secret came along with its application from another system or gateway, and was not issued here. Its uses there are not known here: all are counted from its arrival on.",
  })
  imported!: boolean;
}
