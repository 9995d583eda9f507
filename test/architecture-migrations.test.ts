import { readdir } from "node:fs/promises";
import { join } from "node:path";
import type { DataSource } from "typeorm";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { writerDataSource } from "../src/database/data-source.js";
import { Database } from "../src/database/database.js";
import { MIGRATIONS } from "../src/database/migrations/index.js";
import { createDatabase, DATABASE_KINDS, type TestDatabase } from "./support/databases/databases.js";

const FOLDER = join(import.meta.dirname, "../src/database/migrations");

const upper = (_match: string, letter: string) => letter.toUpperCase();

/** What someone may forget to write a migration for. */
const DRIFTS: Record<string, string[]> = {
  "a column that is gone": ["ALTER TABLE oauth_applications DROP COLUMN logo_url"],
  "a column that no entity has": ["ALTER TABLE oauth_applications ADD COLUMN forgotten varchar"],
  "an index that is gone": ["DROP INDEX ux_oauth_applications_client_id"],
  "an index that is not unique any more": [
    "DROP INDEX ux_api_tokens_digest",
    "CREATE INDEX ux_api_tokens_digest ON api_tokens (digest)",
  ],
  "a table that is gone": ["DROP TABLE retired_client_ids"],
};

it("each migration has a number of its own, above those before it, and is called alike in its file, class and list", async () => {
  const numbers = MIGRATIONS.map(({ name }) => Number(/\d{13}$/.exec(name)?.[0]));
  expect(numbers).toEqual([...new Set(numbers)].toSorted((one, other) => one - other));
  const files = (await readdir(FOLDER)).filter((name) => /^\d/.test(name)).toSorted();
  const nameOf = (file: string) =>
    file.replace(/^(\d+)-(.*)\.ts$/, (_, number, words) => words.replaceAll(/(?:^|-)(\w)/g, upper) + number);
  expect(MIGRATIONS.map(({ name }) => name)).toEqual(files.map(nameOf));
});

describe.each(DATABASE_KINDS)("the migrations on %s", (kind) => {
  let database: TestDatabase;
  let source: DataSource;

  beforeEach(async () => {
    database = await createDatabase(kind);
    source = await writerDataSource(database.url, 2).initialize();
  });
  afterEach(async () => {
    await source.destroy();
    await database.drop();
  });

  const drift = async () => (await source.driver.createSchemaBuilder().log()).upQueries.map(({ query }) => query);

  /** What triggers keep is none of TypeORM's: the counts, and the index of names with the tables behind it. */
  const isOfEntity = (table: string) => !/^application_(names|counts)/.test(table);

  async function tables(): Promise<string[]> {
    const rows = await database.query(
      kind === "sqlite"
        ? "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
        : "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'",
    );
    return rows.map(({ name }) => String(name)).filter((name) => name !== "migrations");
  }

  it("build what the entities say, as the gateway runs them", async () => {
    await (await Database.open({ url: database.url })).close();
    expect(await drift()).toEqual([]);
    expect((await tables()).filter(isOfEntity).sort()).toEqual(
      source.entityMetadatas.map(({ tableName }) => tableName).sort(),
    );
  });

  it.each(Object.entries(DRIFTS))("are told from %s", async (_name, statements) => {
    await source.runMigrations();
    expect(await drift()).toEqual([]);
    for (const statement of statements) await source.query(statement);
    expect(await drift()).not.toEqual([]);
  });

  it("can be reverted one by one, and run again", async () => {
    await source.runMigrations();
    for (const _ of MIGRATIONS) await source.undoLastMigration();
    expect(await tables()).toEqual([]);
    expect(await source.runMigrations()).toHaveLength(MIGRATIONS.length);
    expect(await drift()).toEqual([]);
    expect(await source.runMigrations()).toEqual([]);
  });

  it("keep every row when a gateway of today meets a database of yesterday", async () => {
    await source.runMigrations();
    for (const _ of MIGRATIONS.slice(1)) await source.undoLastMigration();
    await database.query(
      "INSERT INTO organizations (id, slug, name, allow_http_redirect_uris) VALUES ('org_1', 'acme', 'Acme', false)",
    );
    const columns = `id, organization_id, client_id, name, name_key, description, public, enabled, redirect_uris,
      post_logout_redirect_uris, allowed_origins, scopes, optional_scopes, grant_types, response_types,
      token_endpoint_auth_method, pkce_required, consent_screen_enabled, secret_overlap_seconds, version,
      created_by_kind, created_by_id, updated_at`;
    await database.query(
      `INSERT INTO oauth_applications (${columns}) VALUES ('app_1', 'org_1', 'c1', 'One', 'one', '', false, true, '[]',
        '[]', '[]', '[]', '[]', '[]', '[]', 'CLIENT_SECRET_BASIC', false, true, 60, 1, 'CLI', 'cli', 1)`,
    );
    await database.query(
      "INSERT INTO client_secrets (id, oauth_application_id, digest, hint) VALUES ('sec_1', 'app_1', 'v1$k$x', 'h')",
    );
    await database.query("INSERT INTO retired_client_ids (client_id, organization_id) VALUES ('c0', 'org_1')");
    await (await Database.open({ url: database.url })).close();
    expect(await drift()).toEqual([]);
    expect(await database.query("SELECT organization_id, items FROM application_counts")).toEqual([
      { organization_id: "org_1", items: 1 },
    ]);
    // Whose it was is not known any more.
    expect(await database.query("SELECT client_id FROM retired_client_ids WHERE owner_only")).toEqual([
      { client_id: "c0" },
    ]);
    expect(
      await database.query("SELECT id, secret_quiet_seconds, access_token_ttl_seconds FROM oauth_applications"),
    ).toEqual([{ id: "app_1", secret_quiet_seconds: 3600, access_token_ttl_seconds: 3600 }]);
    expect(await database.query("SELECT id, use_count, first_used_at FROM client_secrets")).toEqual([
      { id: "sec_1", use_count: 0, first_used_at: null },
    ]);
    const hasName = kind === "sqlite" ? `application_names MATCH '"org_1_6f6e65"'` : "name_key = 'one'";
    expect(await database.query(`SELECT oauth_application_id AS id FROM application_names WHERE ${hasName}`)).toEqual([
      { id: "app_1" },
    ]);
  });

  it("are the only thing that changes the schema", async () => {
    expect(source.options).toMatchObject({ synchronize: false });
    expect(source.options.dropSchema ?? false).toBe(false);
    expect(source.options.migrationsRun ?? false).toBe(false);
    expect(await tables()).toEqual([]);
  });

  it("compare keys byte by byte, whatever the database's collation is", async () => {
    await source.runMigrations();
    const names = ["slug-a", "slug-B", "slug-_", "slug-0"];
    for (const [index, slug] of names.entries()) {
      await database.query(
        `INSERT INTO organizations (id, slug, name, allow_http_redirect_uris) VALUES ('org_${index}', '${slug}', 'x', false)`,
      );
    }
    const rows = await database.query("SELECT slug FROM organizations ORDER BY slug");
    expect(rows.map(({ slug }) => slug)).toEqual(["slug-0", "slug-B", "slug-_", "slug-a"]);
  });
});
