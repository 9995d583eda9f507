import type { MigrationInterface, QueryRunner } from "typeorm";

/**
 * Indexes for counting the live API tokens of an issuer and of an organization, and for an application's membership.
 */
export class Bounds1764028800000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      "CREATE INDEX ix_api_tokens_live ON api_tokens (organization_id, expires_at) WHERE revoked_at IS NULL",
    );
    await runner.query(
      "CREATE INDEX ix_api_tokens_issued ON api_tokens (created_by_id, expires_at) WHERE revoked_at IS NULL",
    );
    await runner.query("CREATE INDEX ix_members_application ON members (oauth_application_id)");
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const name of ["ix_members_application", "ix_api_tokens_issued", "ix_api_tokens_live"]) {
      await runner.query(`DROP INDEX ${name}`);
    }
  }
}
