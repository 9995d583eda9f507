import type { MigrationInterface, QueryRunner } from "typeorm";

/** Finds an application's oldest answers among those that are not counted. */
export class UncountedAnswers1764338400000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE INDEX ix_kept_answers_uncounted ON kept_answers (oauth_application_id, issued_id, actor_id)
      WHERE NOT counted`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("DROP INDEX ix_kept_answers_uncounted");
  }
}
