// How long migrations take with many applications, and for how long they keep others from reading and changing:
// npm run -s build && node test/bench/upgrade.mjs 1000000 1764158400000 (the timestamp of the first of them)
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import pg from "pg";
import sqlite3 from "sqlite3";
import { writerDataSource } from "../../dist/src/database/data-source.js";
import { Database } from "../../dist/src/database/database.js";
import { MIGRATIONS } from "../../dist/src/database/migrations/index.js";
import { buildDataSet } from "./data-set.mjs";
import { startPostgres } from "./postgres.mjs";

const [COUNT, FIRST] = process.argv.slice(2).map(Number);
const PROBE_MS = 20;

/** Which of a copied row's columns have a number of its own at their end. */
const NUMBERED = { oauth_applications: ["id", "client_id"], client_secrets: ["id"], audit_events: ["id"] };

/** One row with everything, as the former version leaves it. */
async function seed(databaseUrl) {
  await buildDataSet({ databaseUrl, organizations: 1, applications: 1 });
  const source = await writerDataSource(databaseUrl, 1).initialize();
  const isMeasured = ({ name }) => Number(name.slice(-13)) >= FIRST;
  for (const _ of MIGRATIONS.filter(isMeasured)) await source.undoLastMigration();
  await source.destroy();
}

async function copyRows(query, padded) {
  for (const [table, numbered] of Object.entries(NUMBERED)) {
    const [row] = await query(`SELECT * FROM ${table} ORDER BY id LIMIT 1`);
    const value = (column) =>
      numbered.includes(column) ? `substr(${column}, 1, length(${column}) - 8) || ${padded}` : column;
    const columns = Object.keys(row);
    await query(`INSERT INTO ${table} (${columns}) WITH RECURSIVE numbers(n) AS
      (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < ${COUNT})
      SELECT ${columns.map(value)} FROM ${table}, numbers WHERE id = '${row.id}'`);
  }
}

async function upgrade(databaseUrl) {
  const begun = performance.now();
  await (await Database.open({ url: databaseUrl })).close();
  return seconds(begun);
}

function seconds(begun) {
  return `${((performance.now() - begun) / 1000).toFixed(1)} s`;
}

/** Asks again and again; answers the longest time that an answer took. */
async function longestWait(ask, isOver) {
  let longest = 0;
  while (!isOver()) {
    const begun = performance.now();
    await ask();
    longest = Math.max(longest, performance.now() - begun);
    await new Promise((resolve) => setTimeout(resolve, PROBE_MS));
  }
  return `${(longest / 1000).toFixed(1)} s`;
}

async function onPostgres() {
  const server = await startPostgres();
  try {
    const url = await server.createDatabase();
    await seed(url);
    const clients = await Promise.all([1, 2, 3, 4].map(() => connected(url)));
    const [copier, ...probes] = clients;
    // Without triggers: the index of names takes longer than all the rest, and has nothing to do with this.
    await copier.query("SET session_replication_role = replica");
    await copyRows(async (sql) => (await copier.query(sql)).rows, "lpad(n::text, 8, '0')");
    await copier.query("VACUUM ANALYZE");
    await copier.query("CHECKPOINT");
    const { rows } = await copier.query("SELECT id FROM oauth_applications ORDER BY id DESC LIMIT 1");
    const asked = {
      reads: ["SELECT 1 FROM oauth_applications WHERE id = $1", [rows[0].id]],
      changes: ["UPDATE oauth_applications SET version = version WHERE id = $1", [rows[0].id]],
      events: ["UPDATE audit_events SET details = details WHERE id = (SELECT max(id) FROM audit_events)", []],
    };
    let isOver = false;
    const waits = Object.entries(asked).map(async ([name, [sql, values]], index) => [
      name,
      await longestWait(
        () => probes[index].query(sql, values),
        () => isOver,
      ),
    ]);
    const took = await upgrade(url);
    isOver = true;
    console.log("postgres", { took, ...Object.fromEntries(await Promise.all(waits)) });
    await Promise.all(clients.map((client) => client.end()));
  } finally {
    await server.stop();
  }
}

async function connected(url) {
  const client = new pg.Client(url);
  await client.connect();
  return client;
}

async function onSqlite() {
  const folder = await mkdtemp(join(tmpdir(), "gateway-upgrade-"));
  try {
    const path = join(folder, "gateway.sqlite");
    await seed(`sqlite:${path}`);
    const database = new sqlite3.Database(path);
    const query = promisify(database.all.bind(database));
    // The migration creates it again.
    await query("DROP TRIGGER application_name_added");
    await copyRows(query, "printf('%08d', n)");
    await promisify(database.close.bind(database))();
    // Nobody writes meanwhile, and everybody reads the former version's rows.
    console.log("sqlite", { took: await upgrade(`sqlite:${path}`) });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

console.log(`${COUNT} applications, secrets and audit events`);
await onSqlite();
await onPostgres();
