import type { MigrationInterface, QueryRunner } from "typeorm";
import { createTable, keyText } from "./table.js";

/** Codes with which a link signs in at the console, once. */
export class SignInCodes1764129600000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createTable(runner, {
      name: "sign_in_codes",
      columns: [
        { ...keyText(runner, "digest"), isPrimary: true },
        keyText(runner, "organization_id"),
        { name: "role", type: "varchar" },
        { name: "expires_at", type: "bigint" },
      ],
      foreignKeys: [
        {
          columnNames: ["organization_id"],
          referencedTableName: "organizations",
          referencedColumnNames: ["id"],
          onDelete: "CASCADE",
        },
      ],
      indices: [
        { name: "ix_sign_in_codes_organization", columnNames: ["organization_id", "expires_at"] },
        { name: "ix_sign_in_codes_expires_at", columnNames: ["expires_at"] },
      ],
    });
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable("sign_in_codes");
  }
}
