import type { MigrationInterface, QueryRunner } from "typeorm";
import { GRAM_WIDTH } from "../name-lookup.js";
import { createSqliteNameIndex, dropSqliteNameIndex } from "../sqlite/name-index.js";

/**
 * An index that finds applications by any part of their names, kept by triggers and without an extension of PostgreSQL;
 * and one that finds overlaps that end soon.
 */
export class NameSearch1763942400000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await indexUpdated(runner, "organization_id, updated_at, id, name_key");
    await runner.query(`CREATE INDEX ix_client_secrets_end ON client_secrets (expires_at, oauth_application_id)
      WHERE revoked_at IS NULL AND expires_at IS NOT NULL`);
    if (runner.connection.options.type !== "postgres") return createSqliteNameIndex(runner);
    for (const statement of POSTGRES) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await indexUpdated(runner, "organization_id, updated_at, id");
    await runner.query("DROP INDEX ix_client_secrets_end");
    if (runner.connection.options.type !== "postgres") return dropSqliteNameIndex(runner);
    for (const name of ["added", "changed"]) {
      await runner.query(`DROP TRIGGER application_name_${name} ON oauth_applications`);
    }
    await runner.query("DROP FUNCTION keep_application_name()");
    await runner.query("DROP TABLE application_names");
    await runner.query("DROP FUNCTION name_grams(varchar, varchar)");
  }
}

async function indexUpdated(runner: QueryRunner, columns: string): Promise<void> {
  await runner.query("DROP INDEX ix_oauth_applications_updated");
  await runner.query(`CREATE INDEX ix_oauth_applications_updated ON oauth_applications (${columns})`);
}

const KEY = `varchar COLLATE "C" NOT NULL`;

const POSTGRES = [
  // A table of its own: otherwise every update of an application would rewrite all its index entries.
  `CREATE TABLE application_names (
    oauth_application_id ${KEY} PRIMARY KEY REFERENCES oauth_applications (id) ON DELETE CASCADE,
    organization_id ${KEY},
    name_key ${KEY}
  )`,
  // Every part of up to three characters, prefixed with the organization. The high cost makes the planner use the
  // index.
  `CREATE FUNCTION name_grams(organization_id varchar, name_key varchar) RETURNS text[]
    LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 1000 AS $$
      SELECT array_agg(DISTINCT (organization_id || '_' || substr(name_key, position, width)) COLLATE "C")
      FROM generate_series(1, length(name_key)) position, generate_series(1, ${GRAM_WIDTH}) width
    $$`,
  "INSERT INTO application_names SELECT id, organization_id, name_key FROM oauth_applications",
  // Without fastupdate's pending list, which some unlucky registration would have to work off.
  `CREATE INDEX ix_application_names_grams ON application_names
    USING gin (name_grams(organization_id, name_key)) WITH (fastupdate = off)`,
  `CREATE FUNCTION keep_application_name() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      INSERT INTO application_names VALUES (NEW.id, NEW.organization_id, NEW.name_key)
        ON CONFLICT (oauth_application_id) DO UPDATE SET name_key = EXCLUDED.name_key;
      RETURN NULL;
    END
  $$`,
  `CREATE TRIGGER application_name_added AFTER INSERT ON oauth_applications
    FOR EACH ROW EXECUTE FUNCTION keep_application_name()`,
  `CREATE TRIGGER application_name_changed AFTER UPDATE OF name_key ON oauth_applications
    FOR EACH ROW WHEN (NEW.name_key <> OLD.name_key) EXECUTE FUNCTION keep_application_name()`,
];
