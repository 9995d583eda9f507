import { Column, Entity, PrimaryColumn } from "typeorm";
import { PRIMARY_KEY } from "./columns.js";

/**
 * A fingerprint of the server key that a kid names in this database, so that another key under the same kid is noticed.
 */
@Entity("key_fingerprints")
export class KeyFingerprint {
  @PrimaryColumn(PRIMARY_KEY)
  kid!: string;

  @Column({ type: "varchar" })
  fingerprint!: string;
}
