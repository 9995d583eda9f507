import type { MigrationInterface, QueryRunner } from "typeorm";
import { createTable, keyText } from "./table.js";

/** From where secrets are presented. */
export class SecretUses1764136800000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const part = (name: string) => ({ ...keyText(runner, name), isPrimary: true });
    await createTable(runner, {
      name: "secret_uses",
      columns: [
        part("client_secret_id"),
        { name: "refused", type: "boolean", isPrimary: true },
        part("evidence"),
        part("address"),
        part("client_software"),
        { name: "count", type: "integer" },
        { name: "first_at", type: "bigint" },
        { name: "last_at", type: "bigint" },
      ],
      foreignKeys: [
        {
          columnNames: ["client_secret_id"],
          referencedTableName: "client_secrets",
          referencedColumnNames: ["id"],
          onDelete: "CASCADE",
        },
      ],
      indices: [{ name: "ix_secret_uses_last", columnNames: ["last_at"] }],
    });
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable("secret_uses");
  }
}
