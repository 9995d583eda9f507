import type { MigrationInterface, QueryRunner } from "typeorm";
import { createTable, keyText } from "./table.js";

/** Users added by e-mail, who have no subject before they sign in, and which users have left since they were added. */
export class MembersByEmail1764144000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const collation = runner.connection.options.type === "postgres" ? ' COLLATE "C"' : "";
    await runner.query(`ALTER TABLE members ADD COLUMN email varchar${collation}`);
    await runner.query("CREATE UNIQUE INDEX ux_members_email ON members (email, organization_id)");
    await runner.query("DROP INDEX ux_members_subject");
    await runner.query(
      "CREATE UNIQUE INDEX ux_members_subject ON members (organization_id, kind, subject) WHERE subject <> ''",
    );
    await createTable(runner, {
      name: "departures",
      columns: [
        { ...keyText(runner, "subject"), isPrimary: true },
        { name: "left_at", type: "bigint" },
      ],
    });
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable("departures");
    await runner.query("DELETE FROM members WHERE subject = ''");
    await runner.query("DROP INDEX ux_members_subject");
    await runner.query("CREATE UNIQUE INDEX ux_members_subject ON members (organization_id, kind, subject)");
    await runner.query("DROP INDEX ux_members_email");
    await runner.query("ALTER TABLE members DROP COLUMN email");
  }
}
