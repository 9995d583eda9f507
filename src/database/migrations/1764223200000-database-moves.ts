import type { MigrationInterface, QueryRunner } from "typeorm";
import { createTable, keyText } from "./table.js";

/** Where a database went, and that it came. */
export class DatabaseMoves1764223200000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createTable(runner, {
      name: "database_moves",
      columns: [
        { ...keyText(runner, "id"), isPrimary: true },
        { name: "moved_to", type: "varchar", isNullable: true },
        { name: "complete", type: "boolean" },
      ],
    });
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable("database_moves");
  }
}
