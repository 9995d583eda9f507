import type { EntityManager } from "typeorm";
import type { Engine, Parameters, Read, Writing } from "../engine.js";
import { Statements } from "../statements.js";
import { lock, lockName, lockRows, share } from "./locks.js";
import { ask, run } from "./run.js";

/** PostgreSQL. */
export const POSTGRES: Engine = {
  name: "postgres",
  // As many as the pool of scans has connections.
  scansAtOnce: 2,
  hasBooleans: true,
  run,
  select: (table, columns) => [`SELECT ${columns.join(", ")} FROM ${table} `, ""],
  rows,
  rowsOfEach,
  write,
  lock,
  lockRows,
  lockName,
  share,
  // The server has the deadline from the connection's options.
  interrupt: undefined,
  anyOf: (column, name) => `${column} = ANY(:${name})`,
  elements: (name) => `unnest(:${name}::text[]) element(value)`,
  listOf: (column) => `coalesce(array_agg(${column}), '{}')`,
  contains: (text, name) => `strpos(${text}, :${name}) > 0`,
  hasGrams: "name_grams(organization_id, name_key) @> :grams",
  grams: (organizationId, grams) => grams.map((gram) => `${organizationId}_${gram}`),
  jsonRows: "json_array_elements($1)",
  jsonValue: (index, type) => `(value ->> ${index})::${type}`,
};

/** As the columns come in the order in which they were asked for. */
async function rows(manager: EntityManager, sql: string, values: unknown[]) {
  return (await ask(manager, sql, values)).rows;
}

const texts = new Statements();

/** One statement after another. */
async function rowsOfEach(manager: EntityManager, reads: readonly Read[], parameters: Parameters) {
  const found: unknown[][][] = [];
  for (const { text } of reads) found.push(await rows(manager, ...texts.bind(text, parameters)));
  return found;
}

async function write(manager: EntityManager, { ofValues, ofJson }: Writing, rows: unknown[][]): Promise<void> {
  const [row = [], ...more] = rows;
  if (more.length === 0) await run(manager, ofValues, row);
  else await run(manager, ofJson, [JSON.stringify(rows)]);
}
