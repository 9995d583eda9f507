import type { MigrationInterface, QueryRunner } from "typeorm";

/** Finds the event of an application's deletion by its id alone, whichever organization it was in. */
export class DeletedIds1764352800000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE INDEX ix_audit_events_deleted ON audit_events (target_id)
      WHERE action = 'oauth_application.deleted'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("DROP INDEX ix_audit_events_deleted");
  }
}
