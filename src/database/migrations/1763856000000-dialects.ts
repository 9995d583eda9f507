import { type MigrationInterface, type QueryRunner, TableColumn } from "typeorm";

/** For the dialects: who may rotate, and settings that only one vendor's clients know. */
export class Dialects1763856000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const no = runner.connection.options.type === "postgres" ? "false" : "0";
    await runner.addColumns("oauth_applications", [
      new TableColumn({ name: "owner_only_secret_rotation", type: "boolean", default: no }),
      new TableColumn({ name: "dialect_settings", type: "text", isNullable: true }),
    ]);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropColumns("oauth_applications", ["owner_only_secret_rotation", "dialect_settings"]);
  }
}
