import { Column, Entity, PrimaryColumn } from "typeorm";
import { KEY_TEXT, PRIMARY_KEY } from "./columns.js";

/** The client id of a deleted application: it is never given to another organization. */
@Entity("retired_client_ids")
export class RetiredClientId {
  @PrimaryColumn(PRIMARY_KEY)
  clientId!: string;

  @Column(KEY_TEXT)
  organizationId!: string;

  /** Whether only an OWNER may register it again: because only an OWNER could end its secrets, or nobody knows. */
  @Column({ type: "boolean", default: true })
  ownerOnly!: boolean;
}
