import type { MigrationInterface, QueryRunner } from "typeorm";
import { countApplications, dropApplicationCounts } from "../application-counts.js";
import { createTable, keyText } from "./table.js";

const INDEXES = {
  ix_oauth_applications_kind: "oauth_applications (organization_id, kind, id)",
  ix_oauth_applications_rotation: "oauth_applications (organization_id, rotation_ends_at, id)",
  ix_oauth_applications_secret: "oauth_applications (organization_id, current_secret_id, id)",
  // Only rows that wait for upkeep: at first all of them.
  ix_oauth_applications_unlisted:
    "oauth_applications (organization_id, listed_version, id) WHERE listed_version <> version",
  ix_audit_events_actor: "audit_events (organization_id, actor_id, id)",
};

/**
 * What lists of applications are narrowed by, in columns with an index each, and how many applications there are.
 * Upkeep fills the columns, so that the upgrade holds nobody up.
 */
export class FlatLists1764158400000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const { type } = runner.connection.options;
    const key = type === "postgres" ? `varchar COLLATE "C"` : "varchar";
    const columns = {
      kind: "integer NOT NULL DEFAULT 0",
      rotation_ends_at: "bigint NOT NULL DEFAULT 0",
      current_secret_id: `${key} NOT NULL DEFAULT ''`,
      listed_version: "integer NOT NULL DEFAULT 0",
    };
    for (const [name, definition] of Object.entries(columns)) {
      await runner.query(`ALTER TABLE oauth_applications ADD COLUMN ${name} ${definition}`);
    }
    for (const [name, on] of Object.entries(INDEXES)) await runner.query(`CREATE INDEX ${name} ON ${on}`);
    await runner.query("DROP INDEX ix_client_secrets_end");
    await createTable(runner, {
      name: "application_counts",
      columns: [
        { ...keyText(runner, "organization_id"), isPrimary: true },
        { name: "shard", type: "integer", isPrimary: true },
        { name: "items", type: "integer" },
      ],
    });
    await countApplications(runner);
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropApplicationCounts(runner);
    await runner.query(`CREATE INDEX ix_client_secrets_end ON client_secrets (expires_at, oauth_application_id)
      WHERE revoked_at IS NULL AND expires_at IS NOT NULL`);
    for (const name of Object.keys(INDEXES)) await runner.query(`DROP INDEX ${name}`);
    for (const name of ["kind", "rotation_ends_at", "current_secret_id", "listed_version"]) {
      await runner.query(`ALTER TABLE oauth_applications DROP COLUMN ${name}`);
    }
  }
}
