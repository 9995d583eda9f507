import type { MigrationInterface, QueryRunner } from "typeorm";
import { createTable, keyText } from "./table.js";

const ISSUED = ["client_secrets", "api_tokens"];

/** Answers to requests with an idempotency key, and when API tokens were first used. */
export class KeptAnswers1764187200000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createTable(runner, {
      name: "kept_answers",
      columns: [
        { ...keyText(runner, "digest"), isPrimary: true },
        keyText(runner, "organization_id"),
        keyText(runner, "actor_id"),
        { name: "counted", type: "boolean" },
        { name: "input_digest", type: "varchar" },
        { ...keyText(runner, "oauth_application_id"), isNullable: true },
        { ...keyText(runner, "issued_id"), isNullable: true },
        { ...keyText(runner, "previous_secret_id"), isNullable: true },
        { name: "sealed", type: "varchar", isNullable: true },
        { name: "kept_at", type: "bigint" },
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
        { name: "ix_kept_answers_actor", columnNames: ["actor_id", "counted", "kept_at"] },
        { name: "ix_kept_answers_organization", columnNames: ["organization_id", "kept_at"], where: "counted" },
        { name: "ix_kept_answers_kept_at", columnNames: ["kept_at"] },
        { name: "ix_kept_answers_sealed", columnNames: ["issued_id"], where: "sealed IS NOT NULL" },
      ],
    });
    const no = runner.connection.options.type === "postgres" ? "false" : "0";
    for (const table of ISSUED) {
      await runner.query(`ALTER TABLE ${table} ADD COLUMN has_kept_answer boolean NOT NULL DEFAULT ${no}`);
    }
    await runner.query("ALTER TABLE api_tokens ADD COLUMN first_used_at bigint");
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("ALTER TABLE api_tokens DROP COLUMN first_used_at");
    for (const table of ISSUED) await runner.query(`ALTER TABLE ${table} DROP COLUMN has_kept_answer`);
    await runner.dropTable("kept_answers");
  }
}
