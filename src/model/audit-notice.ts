import { Column, Entity, Index, PrimaryColumn } from "typeorm";
import { MOMENT, PRIMARY_KEY } from "./columns.js";

/** An audit event of which a follower has still to be told. */
@Entity("audit_notices")
@Index("ix_audit_notices_due", ["follower", "dueAt"])
export class AuditNotice {
  @PrimaryColumn(PRIMARY_KEY)
  auditEventId!: string;

  @PrimaryColumn(PRIMARY_KEY)
  follower!: string;

  /** When the follower is told, or told again. */
  @Column(MOMENT)
  dueAt!: Date;

  /** How often the follower has been told. */
  @Column({ type: "integer", default: 0 })
  attempts!: number;
}
