import { type MigrationInterface, type QueryRunner, TableColumn } from "typeorm";
import { createTable, keyText } from "./table.js";

/** Use of secrets, access tokens of the client credentials grant, members, and fingerprints of server keys. */
export class SecretsAtWork1763769600000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const key = (name: string) => keyText(runner, name);
    const references = (column: string, table: string) => ({
      columnNames: [column],
      referencedTableName: table,
      referencedColumnNames: ["id"],
      onDelete: "CASCADE",
    });

    await runner.addColumns("oauth_applications", [
      seconds("secret_quiet_seconds"),
      seconds("access_token_ttl_seconds"),
    ]);
    await runner.addColumns("client_secrets", [
      new TableColumn({ name: "first_used_at", type: "bigint", isNullable: true }),
      count("use_count"),
      count("uses_before_rotation"),
    ]);

    await createTable(runner, {
      name: "access_tokens",
      columns: [
        { ...key("digest"), isPrimary: true },
        key("oauth_application_id"),
        { name: "scope", type: "text" },
        { name: "audience", type: "varchar" },
        { name: "issued_at", type: "bigint" },
        { name: "expires_at", type: "bigint" },
      ],
      foreignKeys: [references("oauth_application_id", "oauth_applications")],
      indices: [
        { name: "ix_access_tokens_application", columnNames: ["oauth_application_id"] },
        { name: "ix_access_tokens_expiry", columnNames: ["expires_at"] },
      ],
    });

    await createTable(runner, {
      name: "members",
      columns: [
        { ...key("id"), isPrimary: true },
        key("organization_id"),
        { name: "kind", type: "varchar" },
        key("subject"),
        { ...key("oauth_application_id"), isNullable: true },
        { name: "name", type: "varchar" },
        { name: "role", type: "varchar" },
        { name: "created_by_kind", type: "varchar" },
        key("created_by_id"),
      ],
      foreignKeys: [
        references("organization_id", "organizations"),
        references("oauth_application_id", "oauth_applications"),
      ],
      indices: [
        { name: "ux_members_subject", columnNames: ["organization_id", "kind", "subject"], isUnique: true },
        { name: "ix_members_organization", columnNames: ["organization_id", "id"] },
        { name: "ix_members_by_subject", columnNames: ["kind", "subject"] },
      ],
    });

    await createTable(runner, {
      name: "key_fingerprints",
      columns: [
        { ...key("kid"), isPrimary: true },
        { name: "fingerprint", type: "varchar" },
      ],
    });
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable("key_fingerprints");
    await runner.dropTable("members");
    await runner.dropTable("access_tokens");
    await runner.dropColumns("client_secrets", ["first_used_at", "use_count", "uses_before_rotation"]);
    await runner.dropColumns("oauth_applications", ["secret_quiet_seconds", "access_token_ttl_seconds"]);
  }
}

function seconds(name: string): TableColumn {
  return new TableColumn({ name, type: "integer", default: 3600 });
}

function count(name: string): TableColumn {
  return new TableColumn({ name, type: "integer", default: 0 });
}
