import { randomUUID } from "node:crypto";
import type { DataSource } from "typeorm";
import { DatabaseMove } from "../../model/database-move.js";
import { SchemaVersion } from "../../model/schema-version.js";
import { postgresMigrationDataSource } from "../postgres/data-source.js";
import { migratePostgres } from "../postgres/migrate.js";
import { migrateSqlite } from "../sqlite/migrate.js";
import { SHARED } from "../typeorm-options.js";
import { CopiedTable, type Send } from "./copied-table.js";
import { holdAlone } from "./hold.js";
import { isPlace, placeOf } from "./place.js";

/** What a database has of its own. */
const OF_ITS_OWN = new Set<unknown>([SchemaVersion, DatabaseMove]);

/** What a gateway writes at its start, before anybody uses it. */
const FINGERPRINTS = "key_fingerprints";

/** What is left to who wants the file again, whatever has become of the database there. */
const GO_BACK =
  "Secrets may have been rotated and stopped there since, of which the file knows nothing: to go back all the same, restore a backup of the file.";

/** How many rows each table has. */
export type Counts = Record<string, number>;

/**
 * Moves everything from a SQLite file to a PostgreSQL database that is empty or was never used, in one transaction there;
 * from then on nobody opens the file. Killed and run again, it begins anew, or finds that all is there. Throws an Error
 * when either database is in use, or the file has moved elsewhere.
 */
export async function moveToPostgres(path: string, url: string): Promise<Counts> {
  await migratePostgres(url);
  return withBoth(path, url, async (source, target) => {
    await migrateSqlite(source);
    const counts = await target.transaction((manager) =>
      move(source, target, (sql, values) => manager.query(sql, values), url),
    );
    await source.query("UPDATE database_moves SET complete = 1 WHERE moved_to IS NOT NULL");
    return counts;
  });
}

/** Takes back a move that did not end, so that the file is opened again. Throws an Error for one whose rows have come there. */
export async function abandonMove(path: string, url: string): Promise<void> {
  await migratePostgres(url);
  await withBoth(path, url, async (source, target) => {
    await migrateSqlite(source);
    const begun = await begunMove(source, url);
    if (!begun) throw new Error("The database has not begun to move.");
    if (begun.complete) throw new Error(`${hasMoved(begun)}, and its move has ended. ${GO_BACK}`);
    await target.transaction(async (manager) => {
      // Waits for a copy that was killed at its COMMIT, which the server may still be carrying out.
      await manager.query("LOCK TABLE database_moves IN EXCLUSIVE MODE");
      const [come] = await manager.query("SELECT 1 FROM database_moves WHERE id = $1", [begun.id]);
      if (come) throw new Error("Everything is there already. Run it again without --abandon, which ends the move.");
      await source.query("DELETE FROM database_moves WHERE id = $1", [begun.id]);
    });
  });
}

async function withBoth<T>(
  path: string,
  url: string,
  work: (source: DataSource, target: DataSource) => Promise<T>,
): Promise<T> {
  const source = await holdAlone(path);
  try {
    const target = await postgresMigrationDataSource(url).initialize();
    return await work(source, target).finally(() => target.destroy());
  } finally {
    await source.destroy();
  }
}

async function move(source: DataSource, target: DataSource, send: Send, url: string): Promise<Counts> {
  const tables = tablesOf(target);
  // Gateways that run on it read on, and write when all is there.
  await send(`LOCK TABLE ${tables.map(({ name }) => name).join(", ")}, database_moves IN EXCLUSIVE MODE`);
  const begun = await begunMove(source, url);
  if (begun && (await send("SELECT 1 FROM database_moves WHERE id = $1", [begun.id])).length > 0) {
    return countsOf(tables, send);
  }
  if (begun?.complete) throw new Error(`${hasMoved(begun)}, which does not have it any more.`);
  await demandUnused(tables, send);
  const id = begun?.id ?? randomUUID();
  // Before anything is there: whatever happens now, nobody goes on in two places.
  if (!begun) await source.query("INSERT INTO database_moves VALUES ($1, $2, 0)", [id, placeOf(url)]);
  try {
    await send(`DELETE FROM ${FINGERPRINTS}`);
    for (const table of tables) await table.copy(source, send);
    await send("INSERT INTO database_moves (id, complete) VALUES ($1, true)", [id]);
    return await countsOf(tables, send);
  } catch (error) {
    // Nothing was committed, so that the file may be used again.
    await source.query("DELETE FROM database_moves WHERE id = $1", [id]);
    throw error;
  }
}

interface BegunMove {
  id: string;
  moved_to: string;
  complete: number;
}

/** The move of this file that has begun; undefined when none has. Throws an Error for one to another place. */
async function begunMove(source: DataSource, url: string): Promise<BegunMove | undefined> {
  const [begun] = await source.query("SELECT id, moved_to, complete FROM database_moves WHERE moved_to IS NOT NULL");
  if (begun && !isPlace(begun.moved_to, url)) throw new Error(`${hasMoved(begun)}.`);
  return begun;
}

function hasMoved({ moved_to }: BegunMove): string {
  return `The database has moved to ${moved_to}`;
}

/** In the order of their foreign keys. */
function tablesOf(target: DataSource): CopiedTable[] {
  return SHARED.entities
    .filter((entity) => !OF_ITS_OWN.has(entity))
    .map((entity) => new CopiedTable(target.getMetadata(entity)));
}

async function demandUnused(tables: readonly CopiedTable[], send: Send): Promise<void> {
  for (const table of tables) {
    if (table.name === FINGERPRINTS || (await table.isEmpty(send))) continue;
    throw new Error(`The database to move to is in use: it has ${table.name.replaceAll("_", " ")}.`);
  }
}

async function countsOf(tables: readonly CopiedTable[], send: Send): Promise<Counts> {
  const counts: Counts = {};
  for (const table of tables) counts[table.name] = await table.count(send);
  return counts;
}
