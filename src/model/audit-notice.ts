import { Column, Entity, Index, PrimaryColumn } from "typeorm";
import { MOMENT, PRIMARY_KEY } from "./columns.js";

/** An audit event that a follower is still to be told of. */
@Entity("audit_notices")
@Index("ix_audit_notices_due", ["follower", "dueAt"])
export class AuditNotice {
  @PrimaryColumn(PRIMARY_KEY)
  auditEventId!: string;

  @PrimaryColumn(PRIMARY_KEY)
  follower!: string;

  /** When it is told, or told again. */
  @Column(MOMENT)
  dueAt!: Date;

  /** How often it was told. */
  @Column({ type: "integer", default: 0 })
  attempts!: number;
}
