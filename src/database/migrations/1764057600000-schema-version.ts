import type { MigrationInterface, QueryRunner } from "typeorm";
import { createTable, keyText } from "./table.js";

/** The version of the gateway that added each migration, so that an older one can name the version it needs. */
export class SchemaVersion1764057600000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createTable(runner, {
      name: "schema_versions",
      columns: [
        { ...keyText(runner, "migration"), isPrimary: true },
        { name: "version", type: "varchar" },
      ],
    });
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable("schema_versions");
  }
}
