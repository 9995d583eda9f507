import type { MigrationInterface, QueryRunner } from "typeorm";
import { createTable, keyText } from "./table.js";

/** Organizations, applications, secrets, API tokens, audit events and client ids of deleted applications. */
export class Foundation1763683200000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const key = (name: string) => keyText(runner, name);
    const text = (name: string) => ({ name, type: "varchar" });
    const long = (name: string) => ({ name, type: "text" });
    const flag = (name: string) => ({ name, type: "boolean" });
    const whole = (name: string) => ({ name, type: "integer" });
    const moment = (name: string) => ({ name, type: "bigint" });
    const primary = (name: string) => ({ ...key(name), isPrimary: true });
    const optional = <T>(column: T) => ({ ...column, isNullable: true });
    const references = (column: string, table: string, onDelete: string) => ({
      columnNames: [column],
      referencedTableName: table,
      referencedColumnNames: ["id"],
      onDelete,
    });

    await createTable(runner, {
      name: "organizations",
      columns: [primary("id"), key("slug"), text("name"), flag("allow_http_redirect_uris")],
      indices: [{ name: "ux_organizations_slug", columnNames: ["slug"], isUnique: true }],
    });

    await createTable(runner, {
      name: "oauth_applications",
      columns: [
        primary("id"),
        key("organization_id"),
        key("client_id"),
        text("name"),
        key("name_key"),
        long("description"),
        flag("public"),
        flag("enabled"),
        long("redirect_uris"),
        long("post_logout_redirect_uris"),
        long("allowed_origins"),
        long("scopes"),
        long("optional_scopes"),
        long("grant_types"),
        long("response_types"),
        text("token_endpoint_auth_method"),
        flag("pkce_required"),
        flag("consent_screen_enabled"),
        optional(text("homepage_url")),
        optional(text("logo_url")),
        optional(text("privacy_policy_url")),
        optional(text("terms_of_service_url")),
        whole("secret_overlap_seconds"),
        whole("version"),
        text("created_by_kind"),
        key("created_by_id"),
        moment("updated_at"),
      ],
      foreignKeys: [references("organization_id", "organizations", "RESTRICT")],
      indices: [
        { name: "ux_oauth_applications_client_id", columnNames: ["client_id"], isUnique: true },
        { name: "ix_oauth_applications_organization", columnNames: ["organization_id", "id"] },
        { name: "ix_oauth_applications_name", columnNames: ["organization_id", "name_key", "id"] },
        { name: "ix_oauth_applications_updated", columnNames: ["organization_id", "updated_at", "id"] },
      ],
    });

    await createTable(runner, {
      name: "client_secrets",
      columns: [
        primary("id"),
        key("oauth_application_id"),
        text("digest"),
        text("hint"),
        optional(moment("expires_at")),
        optional(moment("revoked_at")),
        optional(moment("last_used_at")),
      ],
      foreignKeys: [references("oauth_application_id", "oauth_applications", "CASCADE")],
      indices: [{ name: "ix_client_secrets_application", columnNames: ["oauth_application_id", "id"] }],
    });

    await createTable(runner, {
      name: "api_tokens",
      columns: [
        primary("id"),
        key("organization_id"),
        text("name"),
        text("role"),
        optional(long("narrowed_to")),
        text("digest"),
        text("hint"),
        optional(moment("expires_at")),
        optional(moment("revoked_at")),
        text("created_by_kind"),
        key("created_by_id"),
      ],
      foreignKeys: [references("organization_id", "organizations", "CASCADE")],
      indices: [
        { name: "ux_api_tokens_digest", columnNames: ["digest"], isUnique: true },
        { name: "ix_api_tokens_organization", columnNames: ["organization_id", "id"] },
        { name: "ix_api_tokens_created_by", columnNames: ["created_by_id"] },
      ],
    });

    await createTable(runner, {
      name: "audit_events",
      columns: [
        primary("id"),
        key("organization_id"),
        key("action"),
        text("actor_kind"),
        key("actor_id"),
        optional(text("actor_name")),
        key("target_id"),
        text("way_in"),
        optional(text("request_id")),
        optional(text("address")),
        long("details"),
      ],
      indices: [
        { name: "ix_audit_events_organization", columnNames: ["organization_id", "id"] },
        { name: "ix_audit_events_target", columnNames: ["organization_id", "target_id", "id"] },
        { name: "ix_audit_events_action", columnNames: ["organization_id", "action", "id"] },
      ],
    });

    await createTable(runner, {
      name: "retired_client_ids",
      columns: [primary("client_id"), key("organization_id")],
    });
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of [
      "retired_client_ids",
      "audit_events",
      "api_tokens",
      "client_secrets",
      "oauth_applications",
      "organizations",
    ]) {
      await runner.dropTable(table);
    }
  }
}
