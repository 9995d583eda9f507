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
import { type BegunMove, moveOf } from "./moved-away.js";
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
 * when either database is in use, or the file has moved elsewhere, and has changed neither then.
 */
export async function moveToPostgres(path: string, url: string): Promise<Counts> {
  return withSource(path, async (source) => {
    await withTarget(url, (target) => judge(source, tablesOf(target), sendTo(target), url));
    await migratePostgres(url);
    await migrateSqlite(source);
    const counts = await withTarget(url, (target) =>
      target.transaction((manager) => move(source, tablesOf(target), sendTo(manager), url)),
    );
    await source.query("UPDATE database_moves SET complete = 1 WHERE moved_to IS NOT NULL");
    return counts;
  });
}

/** Takes back a move that did not end, so that the file is opened again. Throws an Error for one whose rows have come there. */
export async function abandonMove(path: string, url: string): Promise<void> {
  await withSource(path, async (source) => {
    const begun = await begunMove(source, url);
    if (!begun) throw new Error("The database has not begun to move.");
    if (begun.complete) throw new Error(`${hasMoved(begun)}, and its move has ended. ${GO_BACK}`);
    await migratePostgres(url);
    await withTarget(url, (target) =>
      target.transaction(async (manager) => {
        // Waits for a copy that was killed at its COMMIT, which the server may still be carrying out.
        await manager.query("LOCK TABLE database_moves IN EXCLUSIVE MODE");
        if (await hasCome(begun, sendTo(manager))) {
          throw new Error("Everything is there already. Run it again without --abandon, which ends the move.");
        }
        await source.query("DELETE FROM database_moves WHERE id = $1", [begun.id]);
      }),
    );
  });
}

async function withSource<T>(path: string, work: (source: DataSource) => Promise<T>): Promise<T> {
  const source = await holdAlone(path);
  return work(source).finally(() => source.destroy());
}

async function withTarget<T>(url: string, work: (target: DataSource) => Promise<T>): Promise<T> {
  const target = await postgresMigrationDataSource(url).initialize();
  return work(target).finally(() => target.destroy());
}

function sendTo(database: Pick<DataSource, "query">): Send {
  return (sql, values) => database.query(sql, values);
}

/** What is known of a move before anything is written. */
interface Judged {
  begun: BegunMove | undefined;
  /** Whether everything is there already. */
  hasEnded: boolean;
}

/** Throws an Error where the move may not be made. Either database may still be without tables of this version. */
async function judge(source: DataSource, tables: readonly CopiedTable[], send: Send, url: string): Promise<Judged> {
  const begun = await begunMove(source, url);
  if (begun && (await hasCome(begun, send))) return { begun, hasEnded: true };
  if (begun?.complete) throw new Error(`${hasMoved(begun)}, which does not have it any more.`);
  await demandUnused(tables, send);
  return { begun, hasEnded: false };
}

async function move(source: DataSource, tables: readonly CopiedTable[], send: Send, url: string): Promise<Counts> {
  // Gateways that run on it read on, and write when all is there.
  await send(`LOCK TABLE ${tables.map(({ name }) => name).join(", ")}, database_moves IN EXCLUSIVE MODE`);
  const { begun, hasEnded } = await judge(source, tables, send, url);
  if (hasEnded) return countsOf(tables, send);
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

/** The move of this file that has begun; undefined when none has. Throws an Error for one to another place. */
async function begunMove(source: DataSource, url: string): Promise<BegunMove | undefined> {
  const begun = await moveOf(source);
  if (begun && !isPlace(begun.moved_to, url)) throw new Error(`${hasMoved(begun)}.`);
  return begun;
}

async function hasCome({ id }: BegunMove, send: Send): Promise<boolean> {
  if (!(await isThere("database_moves", send))) return false;
  return (await send("SELECT 1 FROM database_moves WHERE id = $1", [id])).length > 0;
}

async function isThere(table: string, send: Send): Promise<boolean> {
  const [found] = await send("SELECT to_regclass($1) IS NOT NULL AS known", [table]);
  return found?.known === true;
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
    if (table.name === FINGERPRINTS || !(await isThere(table.name, send)) || (await table.isEmpty(send))) continue;
    throw new Error(`The database to move to is in use: it has ${table.name.replaceAll("_", " ")}.`);
  }
}

async function countsOf(tables: readonly CopiedTable[], send: Send): Promise<Counts> {
  const counts: Counts = {};
  for (const table of tables) counts[table.name] = await table.count(send);
  return counts;
}
