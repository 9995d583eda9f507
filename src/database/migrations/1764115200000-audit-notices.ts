import type { MigrationInterface, QueryRunner } from "typeorm";
import { createTable, keyText } from "./table.js";

/** Audit events that a follower is still to be told of, after their commit. */
export class AuditNotices1764115200000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createTable(runner, {
      name: "audit_notices",
      columns: [
        { ...keyText(runner, "audit_event_id"), isPrimary: true },
        { ...keyText(runner, "follower"), isPrimary: true },
        { name: "due_at", type: "bigint" },
        { name: "attempts", type: "integer", default: 0 },
      ],
      indices: [{ name: "ix_audit_notices_due", columnNames: ["follower", "due_at"] }],
    });
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable("audit_notices");
  }
}
