import type { EntityManager } from "typeorm";
import type { Engine, Parameters, Read, Shared, Writing } from "../engine.js";
import { Statements } from "../statements.js";
import { lock, lockName, lockRows, share } from "./locks.js";
import { type Route, routeOf } from "./routes.js";
import { ask, run } from "./run.js";

/** PostgreSQL. */
export const POSTGRES: Engine = {
  name: "postgres",
  // As many as the pool of scans has connections.
  scansAtOnce: 2,
  hasBooleans: true,
  // It writes all of them or none.
  rewritesIndexes: false,
  run,
  select: (table, columns) => [`SELECT ${columns.join(", ")} FROM ${table} `, ""],
  rows,
  rowsOfEach,
  write,
  lock,
  lockRows,
  lockName,
  share: shareRows,
  // The server has the deadline from the connection's options.
  interrupt: undefined,
  anyOf: (column, name) => `${column} = ANY(:${name})`,
  elements: (name) => `unnest(:${name}::text[]) element(value)`,
  listOf: (column) => `coalesce(array_agg(${column}), '{}')`,
  contains: (text, name) => `strpos(${text}, :${name}) > 0`,
  hasGrams: "name_grams(organization_id, name_key) @> :grams",
  grams: (organizationId, grams) => grams.map((gram) => `${organizationId}_${gram}`),
  givenRows: (types) =>
    `unnest(${types.map((type, index) => `$${index + 1}::${type}[]`).join(", ")}) given_rows(${types.map((_, index) => `value_${index}`).join(", ")})`,
  givenValue: (index) => `value_${index}`,
};

/** As the columns come in the order in which they were asked for. */
async function rows(manager: EntityManager, sql: string, values: unknown[]) {
  return (await ask(manager, sql, values)).rows;
}

const texts = new Statements();

async function rowsOfEach(manager: EntityManager, reads: readonly Read[], parameters: Parameters) {
  const route = routeOf(manager);
  if (route) return route.each(reads, parameters);
  return Promise.all(reads.map(({ text }) => rows(manager, ...texts.bind(text, parameters))));
}

/** Rows are written in transactions only. */
async function write(manager: EntityManager, writing: Writing, rows: unknown[][]): Promise<void> {
  await (routeOf(manager) as Route).write(writing, rows);
}

async function shareRows(manager: EntityManager, rows: readonly Shared[], parameters: Parameters): Promise<boolean> {
  return routeOf(manager)?.share?.(rows, parameters) ?? share(manager, rows, parameters);
}
