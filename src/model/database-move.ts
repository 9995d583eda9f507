import { Column, Entity, PrimaryColumn } from "typeorm";
import { PRIMARY_KEY } from "./columns.js";

/**
 * A move of this whole database: on the old one where it went, which nobody opens any more, and on the new one that it
 * came here. Both have the same id.
 */
@Entity("database_moves")
export class DatabaseMove {
  @PrimaryColumn(PRIMARY_KEY)
  id!: string;

  /** On the old database where the new one is (`postgres://host/name`); null on the new one. */
  @Column({ type: "varchar", nullable: true })
  movedTo!: string | null;

  /** Whether all of it is there. */
  @Column({ type: "boolean" })
  complete!: boolean;
}
