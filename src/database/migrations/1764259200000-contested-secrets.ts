import type { MigrationInterface, QueryRunner } from "typeorm";

/** When an application's previous secret last asked for a new one that another party had asked for. */
export class ContestedSecrets1764259200000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query("ALTER TABLE client_secrets ADD COLUMN contested_at bigint");
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("ALTER TABLE client_secrets DROP COLUMN contested_at");
  }
}
