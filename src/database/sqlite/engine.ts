import type { EntityManager } from "typeorm";
import type { Engine, Parameters, Read, Writing } from "../engine.js";
import { Statements } from "../statements.js";
import { ofRowsOf, writeLater } from "./deferred-writes.js";
import { areThere } from "./presence.js";
import { cell, run, sqliteOf } from "./run.js";

const nothing = () => Promise.resolve();

/**
 * SQLite. Rows are read as one JSON text, since the driver is slow for each cell. With a single writer, nothing is
 * locked.
 */
export const SQLITE: Engine = {
  name: "sqlite",
  // A scan occupies one of sqlite3's four threads.
  scansAtOnce: 1,
  hasBooleans: false,
  rewritesIndexes: true,
  run,
  select: (table, columns) => [
    `SELECT json_group_array(json_array(${columns.join(", ")})) AS cell FROM (SELECT * FROM ${table} `,
    ")",
  ],
  rows: async (manager, sql, values) => JSON.parse((await cell(manager, sql, values)) as string),
  rowsOfEach,
  write,
  lock: nothing,
  lockRows: nothing,
  lockName: nothing,
  share: areThere,
  interrupt: (manager) => sqliteOf(manager).interrupt(),
  anyOf: (column, name) => `${column} IN (SELECT value FROM json_each(:${name}))`,
  elements: (name) => `json_each(:${name}) element`,
  listOf: (column) => `json_group_array(${column})`,
  contains: (text, name) => `instr(${text}, :${name}) > 0`,
  hasGrams: "application_names MATCH :grams",
  grams: (organizationId, grams) =>
    grams.map((gram) => `"${organizationId}_${Buffer.from(gram).toString("hex")}"`).join(" AND "),
  givenRows: () => "jsonb_each($1)",
  givenValue: (index) => `value ->> ${index}`,
};

const texts = new Statements();
const together = new WeakMap<readonly Read[], string>();

/** All reads in one statement, which is one hop to SQLite's thread. */
async function rowsOfEach(manager: EntityManager, reads: readonly Read[], parameters: Parameters) {
  const text = together.get(reads) ?? `SELECT json_array(${reads.map((read) => `(${read.text})`).join(", ")}) AS cell`;
  together.set(reads, text);
  return JSON.parse((await cell(manager, ...texts.bind(text, parameters))) as string);
}

/** Writes at once, unless the rows can wait for the others of the group. */
async function write(manager: EntityManager, writing: Writing, rows: unknown[][]): Promise<void> {
  if (writeLater(manager, writing, rows)) return;
  const [row = [], ...more] = rows;
  if (more.length === 0) await run(manager, writing.ofValues, row);
  else await run(manager, ofRowsOf(writing), [JSON.stringify(rows)]);
}
