import type { MigrationInterface, QueryRunner } from "typeorm";

/** Public keys to which an application's secrets are sealed, and whether it may rotate them itself. */
export class RecipientKeys1764201600000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const no = runner.connection.options.type === "postgres" ? "false" : "0";
    // Not TypeORM's addColumns, which copies the whole table on SQLite.
    await runner.query("ALTER TABLE oauth_applications ADD COLUMN secret_recipient_key text");
    await runner.query(
      `ALTER TABLE oauth_applications ADD COLUMN self_rotation_enabled boolean NOT NULL DEFAULT ${no}`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const name of ["secret_recipient_key", "self_rotation_enabled"]) {
      await runner.query(`ALTER TABLE oauth_applications DROP COLUMN ${name}`);
    }
  }
}
