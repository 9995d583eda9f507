import type { QueryRunner } from "typeorm";
import { GRAM_WIDTH } from "../name-lookup.js";

/** SQL for all parts of an application's name of up to three characters, each prefixed with the organization. */
function gramsOf(application: string): string {
  const gram = (width: number) =>
    `${application}.organization_id || '_' || hex(substr(${application}.name_key, key + 1, ${width}))`;
  const grams = Array.from({ length: GRAM_WIDTH }, (_, index) => gram(index + 1)).join(" || ' ' || ");
  // A JSON list as long as the name, whose keys are its positions: triggers cannot count with a recursive query.
  const positions = `json_each('[' || substr(replace(hex(zeroblob(length(${application}.name_key))), '00', ',0'), 2) || ']')`;
  return `${application}.id || ' ' || coalesce((SELECT group_concat(${grams}, ' ') FROM ${positions}), '')`;
}

const ADD = `INSERT INTO application_names (oauth_application_id, grams) SELECT NEW.id, ${gramsOf("NEW")}`;

/** Finds the row by the id in the index, and compares it, since the tokenizer ignores case. */
const REMOVE = `DELETE FROM application_names WHERE rowid IN (
  SELECT rowid FROM application_names WHERE application_names MATCH '"' || OLD.id || '"' AND oauth_application_id = OLD.id)`;

const TRIGGERS = {
  application_name_added: `AFTER INSERT ON oauth_applications BEGIN ${ADD}; END`,
  application_name_changed: `AFTER UPDATE OF name_key ON oauth_applications
    WHEN NEW.name_key <> OLD.name_key BEGIN ${REMOVE}; ${ADD}; END`,
  application_name_removed: `AFTER DELETE ON oauth_applications BEGIN ${REMOVE}; END`,
};

/**
 * SQLite's index of names: FTS5 without a copy of the text and without positions. Rows are found by the application's
 * id, because its rowid changes when TypeORM re-creates the table to alter it.
 */
export async function createSqliteNameIndex(runner: QueryRunner): Promise<void> {
  await runner.query(`CREATE VIRTUAL TABLE application_names USING fts5(oauth_application_id UNINDEXED, grams,
    content = '', contentless_unindexed = 1, contentless_delete = 1, detail = none, tokenize = "ascii tokenchars '_'")`);
  await runner.query(`INSERT INTO application_names (oauth_application_id, grams)
    SELECT id, ${gramsOf("oauth_applications")} FROM oauth_applications ORDER BY id`);
  // Merges segments half as often as by default: writes cost half, and searches little more.
  await runner.query("INSERT INTO application_names (application_names, rank) VALUES ('automerge', 8)");
  await keepSqliteNameIndex(runner);
}

/** Creates missing triggers: TypeORM drops them when it re-creates a table. */
export async function keepSqliteNameIndex(runner: QueryRunner): Promise<void> {
  for (const [name, definition] of Object.entries(TRIGGERS)) {
    await runner.query(`CREATE TRIGGER IF NOT EXISTS ${name} ${definition}`);
  }
}

export async function dropSqliteNameIndex(runner: QueryRunner): Promise<void> {
  for (const name of Object.keys(TRIGGERS)) await runner.query(`DROP TRIGGER IF EXISTS ${name}`);
  await runner.query("DROP TABLE application_names");
  // SQLite 3.52 does not drop this table of FTS5's by itself.
  await runner.query("DROP TABLE IF EXISTS application_names_content");
}
