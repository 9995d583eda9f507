import { Column, Entity, PrimaryColumn } from "typeorm";
import { MOMENT, PRIMARY_KEY } from "./columns.js";

/**
 * When a user who worked in an organization was last removed from one. Kept while somebody has been added by e-mail and
 * has not signed in: it may be this user, who was added while they worked elsewhere.
 */
@Entity("departures")
export class Departure {
  /** The `sub` at the outside issuer. */
  @PrimaryColumn(PRIMARY_KEY)
  subject!: string;

  @Column(MOMENT)
  leftAt!: Date;
}
