import type { MigrationInterface, QueryRunner } from "typeorm";

/**
 * When users first acted in an organization, so that nobody elsewhere can push them out by adding them too. Of existing
 * memberships, a user's only one counts as used, and those in which the audit log has seen them act. Users with several
 * others have always had to name one.
 */
export class MembershipUse1764043200000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query("ALTER TABLE members ADD COLUMN first_used_at bigint");
    await runner.query(`UPDATE members SET first_used_at = ${Date.now()} WHERE kind = 'USER' AND (
      id IN (SELECT actor_id FROM audit_events WHERE actor_kind = 'USER')
      OR NOT EXISTS (SELECT 1 FROM members other
        WHERE other.kind = 'USER' AND other.subject = members.subject AND other.id <> members.id))`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("ALTER TABLE members DROP COLUMN first_used_at");
  }
}
