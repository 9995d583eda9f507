import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn } from "typeorm";
import { MOMENT, PRIMARY_KEY } from "./columns.js";
import { OAuthApplication } from "./oauth-application.js";

/** From where an application was imported, so that the same line again changes nothing. It goes with the application. */
@Entity("imported_clients")
export class ImportedClient {
  @PrimaryColumn(PRIMARY_KEY)
  oauthApplicationId!: string;

  @ManyToOne(() => OAuthApplication, { nullable: false, onDelete: "CASCADE" })
  @JoinColumn({ name: "oauth_application_id" })
  oauthApplicationRow?: OAuthApplication;

  /** What it was imported from, such as `keycloak`. */
  @Column({ type: "varchar" })
  source!: string;

  /** Of the line it was last imported from; keyed, since the line may hold a secret that can be guessed. */
  @Column({ type: "varchar" })
  lineDigest!: string;

  @Column(MOMENT)
  importedAt!: Date;
}
