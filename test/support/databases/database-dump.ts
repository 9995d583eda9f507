import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { TestDatabase } from "./databases.js";

/** Every row of every table, a line for each, with the names of its columns. */
export async function dumpRows(database: TestDatabase): Promise<string> {
  return (database.kind === "sqlite" ? await sqliteRows(database) : await postgresRows(database)).join("\n");
}

async function sqliteRows(database: TestDatabase): Promise<string[]> {
  const cell = `'''"' || "column".name || '":'' || quote("' || "column".name || '")'`;
  const tables = await database.query(
    `SELECT "table".name, group_concat(${cell}, ' || '','' || ' ORDER BY cid) AS held
     FROM sqlite_master "table" JOIN pragma_table_info("table".name) "column" WHERE "table".type = 'table' GROUP BY "table".name`,
  );
  // All at once: each query opens the file again.
  return linesOf(
    database,
    tables.map(({ name, held }) => `SELECT '${name} ' || ${held} AS line FROM "${name}"`),
  );
}

async function postgresRows(database: TestDatabase): Promise<string[]> {
  const tables = await database.query("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename");
  const selects = tables.map(
    ({ tablename }) => `SELECT '${tablename} ' || row_to_json(held)::text AS line FROM "${tablename}" held`,
  );
  return linesOf(database, selects);
}

async function linesOf(database: TestDatabase, selects: string[]): Promise<string[]> {
  return (await database.query(`${selects.join(" UNION ALL ")} ORDER BY line`)).map(({ line }) => String(line));
}

/** All files of a SQLite database, the write-ahead log and the key file included. */
export async function readFiles(database: TestDatabase): Promise<Map<string, string>> {
  if (database.folder === undefined) return new Map();
  const { folder } = database;
  const names = await readdir(folder);
  return new Map(
    await Promise.all(
      names.map(async (name): Promise<[string, string]> => [name, await readFile(join(folder, name), "latin1")]),
    ),
  );
}
