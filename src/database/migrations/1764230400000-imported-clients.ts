import type { MigrationInterface, QueryRunner } from "typeorm";
import { createTable, keyText } from "./table.js";

const FLAGS = { client_secrets: "imported", oauth_applications: "takes_any_method" };

/** Clients that came along from other systems: from where, with which secrets, and how they may authenticate. */
export class ImportedClients1764230400000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const no = runner.connection.options.type === "postgres" ? "false" : "0";
    for (const [table, name] of Object.entries(FLAGS)) {
      await runner.query(`ALTER TABLE ${table} ADD COLUMN ${name} boolean NOT NULL DEFAULT ${no}`);
    }
    await createTable(runner, {
      name: "imported_clients",
      columns: [
        { ...keyText(runner, "oauth_application_id"), isPrimary: true },
        { name: "source", type: "varchar" },
        { name: "line_digest", type: "varchar" },
        { name: "imported_at", type: "bigint" },
      ],
      foreignKeys: [
        {
          columnNames: ["oauth_application_id"],
          referencedTableName: "oauth_applications",
          referencedColumnNames: ["id"],
          onDelete: "CASCADE",
        },
      ],
    });
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable("imported_clients");
    for (const [table, name] of Object.entries(FLAGS)) {
      await runner.query(`ALTER TABLE ${table} DROP COLUMN ${name}`);
    }
  }
}
