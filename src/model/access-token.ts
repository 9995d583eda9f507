import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn } from "typeorm";
import { KEY_TEXT, MOMENT, PRIMARY_KEY } from "./columns.js";
import { OAuthApplication } from "./oauth-application.js";

/** An opaque access token (RFC 6749 §1.4) of the client credentials grant, kept as the SHA-256 of its value. */
@Entity("access_tokens")
@Index("ix_access_tokens_application", ["oauthApplicationId", "clientSecretId"])
@Index("ix_access_tokens_expiry", ["expiresAt"])
export class AccessToken {
  @PrimaryColumn(PRIMARY_KEY)
  digest!: string;

  @Column(KEY_TEXT)
  oauthApplicationId!: string;

  @ManyToOne(() => OAuthApplication, { nullable: false, onDelete: "CASCADE" })
  @JoinColumn({ name: "oauth_application_id" })
  oauthApplicationRow?: OAuthApplication;

  /** The client secret that obtained the token; null when none did, or an early version issued it. */
  @Column({ ...KEY_TEXT, nullable: true })
  clientSecretId!: string | null;

  @Column({ type: "text" })
  scope!: string;

  /** The resource that the token is for (RFC 8707): the gateway's PUBLIC_URL, or a name that the application chose. */
  @Column({ type: "varchar" })
  audience!: string;

  @Column(MOMENT)
  issuedAt!: Date;

  @Column(MOMENT)
  expiresAt!: Date;
}
