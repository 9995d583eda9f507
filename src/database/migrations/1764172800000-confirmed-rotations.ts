import type { MigrationInterface, QueryRunner } from "typeorm";

const COLUMNS = { confirm_by: "bigint", confirmed_at: "bigint", next_overlap_seconds: "integer" };

/** Secrets that are confirmed by their first use: until when, since when, and the overlap that it begins. */
export class ConfirmedRotations1764172800000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const [name, type] of Object.entries(COLUMNS)) {
      await runner.query(`ALTER TABLE client_secrets ADD COLUMN ${name} ${type}`);
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const name of Object.keys(COLUMNS)) await runner.query(`ALTER TABLE client_secrets DROP COLUMN ${name}`);
  }
}
