import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn } from "typeorm";
import { KEY_TEXT, MOMENT, PRIMARY_KEY } from "./columns.js";
import { Organization } from "./organization.js";
import { Role } from "./permission.js";

/** What a link to the console carries: whoever presents it first gets an API token. */
@Entity("sign_in_codes")
@Index("ix_sign_in_codes_organization", ["organizationId", "expiresAt"])
@Index("ix_sign_in_codes_expires_at", ["expiresAt"])
export class SignInCode {
  @PrimaryColumn(PRIMARY_KEY)
  digest!: string;

  @Column(KEY_TEXT)
  organizationId!: string;

  @ManyToOne(() => Organization, { nullable: false, onDelete: "CASCADE" })
  @JoinColumn({ name: "organization_id" })
  organizationRow?: Organization;

  /** The role of the token. */
  @Column({ type: "varchar" })
  role!: Role;

  @Column(MOMENT)
  expiresAt!: Date;
}
