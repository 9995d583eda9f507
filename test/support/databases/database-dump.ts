import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { TestDatabase } from "./databases.js";

/** Every row of every table, as JSON lines. */
export async function dumpRows(database: TestDatabase): Promise<string> {
  return (database.kind === "sqlite" ? await sqliteRows(database) : await postgresRows(database)).join("\n");
}

async function sqliteRows(database: TestDatabase): Promise<string[]> {
  const lines: string[] = [];
  for (const { name } of await database.query("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")) {
    const rows = await database.query(`SELECT * FROM "${name}"`);
    lines.push(`-- ${name}`, ...rows.map((row) => JSON.stringify(row)).sort());
  }
  return lines;
}

async function postgresRows(database: TestDatabase): Promise<string[]> {
  const tables = await database.query("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename");
  const selects = tables.map(
    ({ tablename }) => `SELECT '${tablename} ' || row_to_json(held)::text AS line FROM "${tablename}" held`,
  );
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
