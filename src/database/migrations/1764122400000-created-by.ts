import type { MigrationInterface, QueryRunner } from "typeorm";

/** An index that finds what somebody registered. */
export class CreatedBy1764122400000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      "CREATE INDEX ix_oauth_applications_created_by ON oauth_applications (organization_id, created_by_id, id)",
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("DROP INDEX ix_oauth_applications_created_by");
  }
}
