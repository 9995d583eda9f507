import { Column, Entity, PrimaryColumn } from "typeorm";
import { PRIMARY_KEY } from "./columns.js";

/** Which version of the gateway brought a migration to this database: what an older one names as needed. */
@Entity("schema_versions")
export class SchemaVersion {
  @PrimaryColumn(PRIMARY_KEY)
  migration!: string;

  @Column({ type: "varchar" })
  version!: string;
}
