import { type MigrationInterface, type QueryRunner, TableColumn } from "typeorm";

/** Who may register a deleted client id again. For those deleted before, nobody knows, so only an OWNER may. */
export class OwnerOnlyClientIds1764036000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const yes = runner.connection.options.type === "postgres" ? "true" : "1";
    await runner.addColumn(
      "retired_client_ids",
      new TableColumn({ name: "owner_only", type: "boolean", default: yes }),
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropColumn("retired_client_ids", "owner_only");
  }
}
