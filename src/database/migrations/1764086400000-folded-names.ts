import type { MigrationInterface, QueryRunner } from "typeorm";
import { MAX_NAME_LENGTH } from "../../model/name.js";
import { nameKeyOf } from "../../model/name-key.js";
import { keepSqliteNameIndex } from "../sqlite/name-index.js";

/** How many names are in memory at once. */
const PAGE = 1000;

const SET_KEYS = {
  postgres: `UPDATE oauth_applications SET name_key = changed.key
    FROM json_to_recordset($1) AS changed (id varchar, key varchar) WHERE oauth_applications.id = changed.id`,
  sqlite: `UPDATE oauth_applications SET name_key = changed.value ->> 'key'
    FROM json_each(?) changed WHERE oauth_applications.id = changed.value ->> 'id'`,
};

/** Names are ordered and searched by case folding instead of lower case. Triggers keep the index of names. */
export class FoldedNames1764086400000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await setNameKeys(runner, nameKeyOf);
  }

  async down(runner: QueryRunner): Promise<void> {
    await setNameKeys(runner, (name) => [...name.normalize("NFKC").toLowerCase()].slice(0, MAX_NAME_LENGTH).join(""));
  }
}

/** Goes page by page, and writes only keys that change: most names are folded already. */
async function setNameKeys(runner: QueryRunner, keyOf: (name: string) => string): Promise<void> {
  const isPostgres = runner.connection.options.type === "postgres";
  // An earlier migration of the same run may have re-created the table, which drops its triggers.
  if (!isPostgres) await keepSqliteNameIndex(runner);
  const placeholder = isPostgres ? "$1" : "?";
  const read = `SELECT id, name, name_key FROM oauth_applications WHERE id > ${placeholder} ORDER BY id LIMIT ${PAGE}${
    // A gateway of the former version may rename an application meanwhile: it waits, and then writes its own key.
    isPostgres ? " FOR UPDATE" : ""
  }`;
  for (let after = ""; ; ) {
    const rows: { id: string; name: string; name_key: string }[] = await runner.query(read, [after]);
    const changed = rows.flatMap(({ id, name, name_key }) => {
      const key = keyOf(name);
      return key === name_key ? [] : [{ id, key }];
    });
    if (changed.length > 0) {
      await runner.query(isPostgres ? SET_KEYS.postgres : SET_KEYS.sqlite, [JSON.stringify(changed)]);
    }
    const last = rows.at(-1);
    if (rows.length < PAGE || !last) return;
    after = last.id;
  }
}
