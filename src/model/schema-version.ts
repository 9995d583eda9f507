import { Column, Entity, PrimaryColumn } from "typeorm";
import { PRIMARY_KEY } from "./columns.js";

/** The version of the gateway that added each migration, so that an older gateway can name the version it needs. */
@Entity("schema_versions")
export class SchemaVersion {
  @PrimaryColumn(PRIMARY_KEY)
  migration!: string;

  @Column({ type: "varchar" })
  version!: string;
}
