import type { MigrationInterface, QueryRunner } from "typeorm";

/** Memberships that count only once they are named: unused ones of users who work elsewhere. */
export class NamedOnly1764072000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const [no, yes] = runner.connection.options.type === "postgres" ? ["false", "true"] : ["0", "1"];
    await runner.query(`ALTER TABLE members ADD COLUMN named_only boolean NOT NULL DEFAULT ${no}`);
    await runner.query(`UPDATE members SET named_only = ${yes} WHERE kind = 'USER' AND first_used_at IS NULL
      AND EXISTS (SELECT 1 FROM members other
        WHERE other.kind = 'USER' AND other.subject = members.subject AND other.first_used_at IS NOT NULL)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("ALTER TABLE members DROP COLUMN named_only");
  }
}
