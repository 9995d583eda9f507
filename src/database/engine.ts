import type { EntityManager } from "typeorm";

export type Row = Record<string, unknown>;

/** Values by name: `:id` in SQL stands for `id` here. A list is one value; see `anyOf`. */
export type Parameters = Record<string, unknown>;

/**
 * At the end of a statement: PostgreSQL plans it for its values each time it comes. A plan for any values would read a
 * list in its order, however rare what is asked for is in it.
 */
export const PLANNED_FOR_VALUES = "/* planned for its values */";

/** A statement for which the two databases have no common text. */
export interface PerDatabase {
  sqlite: string;
  postgres: string;
}

/** A SELECT, and its columns in their order. */
export interface Read {
  text: string;
  columns: readonly string[];
}

/**
 * A statement that writes rows of one table: `ofValues` one row by `$1`, `$2`, …, and `ofRows` any number of rows, given
 * as the engine's `givenRows` says. The latter runs once for a whole group.
 */
export interface Writing {
  table: string;
  /** The columns that an UPDATE sets; left out by statements on whole rows. */
  columns?: readonly string[];
  /** Where the values of a row have its id, if the statement reads and writes no other row. */
  idAt?: number;
  ofValues: string;
  ofRows: string | PerDatabase;
}

/**
 * A row that must exist. While it is `held`, others may hold it too, and nobody changes it until the transaction ends.
 */
export interface Shared {
  table: string;
  condition: string;
  held: boolean;
}

/** The rows of a table that a condition selects. */
export interface LockedRows {
  table: string;
  condition: string;
  parameters: Parameters;
}

/**
 * Everything in which SQLite and PostgreSQL differ for those who read and write. Each has one Engine, in its own room.
 */
export interface Engine {
  readonly name: keyof PerDatabase;

  /** How many scans run at once. */
  readonly scansAtOnce: number;

  /** Whether a boolean column holds booleans; 0 and 1 otherwise. */
  readonly hasBooleans: boolean;

  /**
   * Whether an UPDATE writes the index of each column that it sets, also to what is there. Where it does not, one text
   * for all rows of a group is worth more than leaving columns out.
   */
  readonly rewritesIndexes: boolean;

  /** Runs a statement, whose parameters are `$1`, `$2`, …, and answers its rows. */
  run(manager: EntityManager, sql: string, values?: unknown[]): Promise<Row[]>;

  /** The texts before and after what follows FROM, in a SELECT of these columns. */
  select(table: string, columns: readonly string[]): [head: string, foot: string];

  /** Each row as the values of its columns, in their order. */
  rows(
    manager: EntityManager,
    sql: string,
    values: unknown[],
    columns: readonly string[],
  ): Promise<readonly unknown[][]>;

  /** The rows of several reads. `reads` is always the same list, by which the statement is remembered. */
  rowsOfEach(
    manager: EntityManager,
    reads: readonly Read[],
    parameters: Parameters,
  ): Promise<readonly (readonly unknown[][])[]>;

  /** Writes rows, each the values of the statement's parameters. */
  write(manager: EntityManager, writing: Writing, rows: unknown[][]): Promise<void>;

  /** Locks the rows of a table that a condition selects. */
  lock(manager: EntityManager, rows: LockedRows): Promise<void>;

  /** Locks the rows that a SELECT … FOR NO KEY UPDATE answers, in its order. */
  lockRows(manager: EntityManager, text: string, parameters: Parameters): Promise<void>;

  /** Locks a name. */
  lockName(manager: EntityManager, name: string): Promise<void>;

  /** Whether all these rows exist. If so, nobody changes those that are held until the transaction ends. */
  share(manager: EntityManager, rows: readonly Shared[], parameters: Parameters): Promise<boolean>;

  /** Stops the running statement; undefined where the database itself stops it at its deadline. */
  readonly interrupt: ((manager: EntityManager) => void) | undefined;

  /** SQL: a column holds one of the list `:name`. */
  anyOf(column: string, name: string): string;

  /** SQL: the list of texts `:name` as a table `element` with the column `value`. */
  elements(name: string): string;

  /** SQL: a column of many rows as one list, which `anyOf` takes. */
  listOf(column: string): string;

  /** SQL: a text contains the text `:name`. */
  contains(text: string, name: string): string;

  /** SQL: the index of names has all `:grams` for a row. */
  readonly hasGrams: string;

  /** The grams of an organization's names as `hasGrams` takes them. */
  grams(organizationId: string, grams: readonly string[]): unknown;

  /**
   * SQL: rows of values of these types as a table: on SQLite the JSON list `$1` of rows, on PostgreSQL a list of values
   * for each column, `$1`, `$2`, ….
   */
  givenRows(types: readonly string[]): string;

  /** SQL: one value of such a row. */
  givenValue(index: number): string;
}
