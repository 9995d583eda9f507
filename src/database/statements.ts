import { type EntityManager, QueryFailedError } from "typeorm";
import type { PooledDatabase } from "./sqlite/driver.js";

export type Row = Record<string, unknown>;

/** By name: `:id` in SQL stands for `id` here. Lists are for `anyOf`. */
export type Parameters = Record<string, unknown>;

/** What the two databases have no common text for. */
export interface PerDatabase {
  sqlite: string;
  postgres: string;
}

/**
 * A statement that writes rows of one table by what it is given: `$1`, `$2`, …, or any number of times a JSON list of
 * such lists, which on SQLite is once for all of a group.
 */
export interface Writing {
  table: string;
  /** What an UPDATE sets; of other statements whole rows. */
  columns?: readonly string[];
  ofValues: string;
  ofJson: string;
}

/** SQL with `$1` in place of `:name`, and the names in that order. */
interface Statement {
  sql: string;
  names: string[];
}

/** Texts differ by the conditions of a list, of which there are finitely many. */
const MAX_TEXTS = 500;

/** Statements by their text, in which parameters have names. */
export class Statements {
  private readonly known = new Map<string, Statement>();

  /** `head` and `foot` are put around each text. */
  constructor(
    private readonly head = "",
    private readonly foot = "",
  ) {}

  /** The statement for a text, and the values of its parameters. */
  bind(manager: EntityManager, text: string, parameters: Parameters): [sql: string, values: unknown[]] {
    const { sql, names } = this.known.get(text) ?? this.add(text);
    return [sql, names.map((name) => parameterOf(manager, parameters[name]))];
  }

  private add(text: string): Statement {
    const names: string[] = [];
    const sql = text.replace(/(?<![:\w]):([a-zA-Z]\w*)/g, (_, name: string) => {
      if (!names.includes(name)) names.push(name);
      return `$${names.indexOf(name) + 1}`;
    });
    if (this.known.size >= MAX_TEXTS) this.known.clear();
    const statement = { sql: this.head + sql + this.foot, names };
    this.known.set(text, statement);
    return statement;
  }
}

/** SQLite has no lists; `anyOf` takes one as JSON there. */
function parameterOf(manager: EntityManager, value: unknown): unknown {
  if (isPostgres(manager)) return value;
  return Array.isArray(value) ? JSON.stringify(value) : typeof value === "boolean" ? Number(value) : value;
}

const statements = new Statements();

/** Runs a statement whose text never depends on values. Answers its rows. */
export function query(manager: EntityManager, text: string, parameters: Parameters): Promise<Row[]> {
  return run(manager, ...statements.bind(manager, text, parameters));
}

/** On SQLite straight to the connection: TypeORM's query runner costs as much as the hop to SQLite's thread. */
export function run(manager: EntityManager, sql: string, values: unknown[] = []): Promise<Row[]> {
  if (isPostgres(manager)) return manager.query(sql, values).then(rowsOf);
  manager.connection.logger.logQuery(sql);
  return new Promise((resolve, reject) => {
    sqliteOf(manager).all(sql, values, (error, rows) =>
      error ? reject(new QueryFailedError(sql, undefined, error)) : resolve(rows as Row[]),
    );
  });
}

/** Of what changes rows TypeORM answers a pair on PostgreSQL: what it returns, and how many there were. */
function rowsOf(answer: Row[] | [Row[], number]): Row[] {
  return Array.isArray(answer[0]) ? answer[0] : (answer as Row[]);
}

/** The one cell of the one row that a statement answers; SQLite only. */
export function cell(manager: EntityManager, sql: string, values: unknown[]): Promise<string> {
  manager.connection.logger.logQuery(sql);
  return new Promise((resolve, reject) => {
    sqliteOf(manager).cell(sql, values, (error, text) =>
      error ? reject(new QueryFailedError(sql, undefined, error)) : resolve(text as string),
    );
  });
}

/** The condition that a column holds one of a list. */
export function anyOf(manager: EntityManager, column: string, name: string): string {
  return isPostgres(manager) ? `${column} = ANY(:${name})` : `${column} IN (SELECT value FROM json_each(:${name}))`;
}

/** The list of texts `:name` as a table `element` with the column `value`. */
export function elements(manager: EntityManager, name: string): string {
  return isPostgres(manager) ? `unnest(:${name}::text[]) element(value)` : `json_each(:${name}) element`;
}

export function isPostgres({ connection }: EntityManager): boolean {
  return connection.options.type === "postgres";
}

export function sqliteOf({ connection }: EntityManager): PooledDatabase {
  return (connection.driver as unknown as { databaseConnection: PooledDatabase }).databaseConnection;
}
