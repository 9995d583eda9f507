import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn } from "typeorm";
import { KEY_TEXT, MOMENT, PRIMARY_KEY } from "./columns.js";
import { Organization } from "./organization.js";

/**
 * What was answered to a request with an idempotency key, so that the same request gets the same answer. It opens only
 * with that key, which is stored nowhere. Why: docs/decisions/0024-kept-answers.md
 */
@Entity("kept_answers")
@Index("ix_kept_answers_actor", ["actorId", "counted", "keptAt"])
@Index("ix_kept_answers_organization", ["organizationId", "keptAt"], { where: "counted" })
@Index("ix_kept_answers_uncounted", ["oauthApplicationId", "issuedId", "actorId"], { where: "NOT counted" })
@Index("ix_kept_answers_kept_at", ["keptAt"])
@Index("ix_kept_answers_sealed", ["issuedId"], { where: "sealed IS NOT NULL" })
export class KeptAnswer {
  /** `v1$<kid>$<HMAC-SHA256>` of organization, actor, operation and idempotency key. */
  @PrimaryColumn(PRIMARY_KEY)
  digest!: string;

  @Column(KEY_TEXT)
  organizationId!: string;

  @ManyToOne(() => Organization, { nullable: false, onDelete: "CASCADE" })
  @JoinColumn({ name: "organization_id" })
  organizationRow?: Organization;

  @Column(KEY_TEXT)
  actorId!: string;

  /** Whether it counts for the bounds; see services/answers/bounds.ts. */
  @Column({ type: "boolean" })
  counted!: boolean;

  /** HMAC-SHA256 of the request's input. */
  @Column({ type: "varchar" })
  inputDigest!: string;

  /** The application that was created, or whose secret was rotated; null for an API token. */
  @Column({ ...KEY_TEXT, nullable: true })
  oauthApplicationId!: string | null;

  /** The secret or the API token that was issued; null where none was. */
  @Column({ ...KEY_TEXT, nullable: true })
  issuedId!: string | null;

  /** The secret that was current before; null where there was none. */
  @Column({ ...KEY_TEXT, nullable: true })
  previousSecretId!: string | null;

  /** What was shown once, sealed (services/keys/sealed-text.ts); null once it has arrived or is of no use. */
  @Column({ type: "varchar", nullable: true })
  sealed!: string | null;

  @Column(MOMENT)
  keptAt!: Date;
}
