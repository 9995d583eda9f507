import type { MigrationInterface, QueryRunner } from "typeorm";

/** How the line of an imported application was read, told from the line itself. */
export class LineReadings1764331200000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query("ALTER TABLE imported_clients ADD COLUMN reading text");
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("ALTER TABLE imported_clients DROP COLUMN reading");
  }
}
