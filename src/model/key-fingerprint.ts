import { Column, Entity, PrimaryColumn } from "typeorm";
import { PRIMARY_KEY } from "./columns.js";

/** Which key a kid stands for in this database: a value that only the key itself gives. */
@Entity("key_fingerprints")
export class KeyFingerprint {
  @PrimaryColumn(PRIMARY_KEY)
  kid!: string;

  @Column({ type: "varchar" })
  fingerprint!: string;
}
