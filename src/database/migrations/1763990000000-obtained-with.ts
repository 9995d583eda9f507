import type { MigrationInterface, QueryRunner } from "typeorm";

/**
 * The secret that obtained an access token, the credential that issued an API token, and the secret behind an event's
 * actor.
 */
export class ObtainedWith1763990000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const key = runner.connection.options.type === "postgres" ? `varchar COLLATE "C"` : "varchar";
    // Not TypeORM's addColumns, which copies the whole table on SQLite.
    for (const [table, column] of COLUMNS) await runner.query(`ALTER TABLE ${table} ADD COLUMN ${column} ${key}`);
    await indexTokens(runner, "oauth_application_id, client_secret_id");
    await runner.query(`CREATE INDEX ix_audit_events_actor_secret ON audit_events (organization_id, actor_secret_id, id)
      WHERE actor_secret_id IS NOT NULL`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("DROP INDEX ix_audit_events_actor_secret");
    await indexTokens(runner, "oauth_application_id");
    for (const [table, column] of COLUMNS) await runner.query(`ALTER TABLE ${table} DROP COLUMN ${column}`);
  }
}

const COLUMNS = [
  ["access_tokens", "client_secret_id"],
  ["api_tokens", "access_token_digest"],
  ["api_tokens", "client_secret_id"],
  ["audit_events", "actor_secret_id"],
];

async function indexTokens(runner: QueryRunner, columns: string): Promise<void> {
  await runner.query("DROP INDEX ix_access_tokens_application");
  await runner.query(`CREATE INDEX ix_access_tokens_application ON access_tokens (${columns})`);
}
