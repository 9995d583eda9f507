import { isDeepStrictEqual } from "node:util";
import type { DataSource, EntityMetadata } from "typeorm";

/** How many rows one statement copies. */
const PAGE = 500;

type Row = Record<string, unknown>;

/** Sends one statement with its parameters. */
export type Send = (sql: string, values?: unknown[]) => Promise<Row[]>;

/** A table that is copied from SQLite to PostgreSQL: the statements for it, which never depend on its rows. */
export class CopiedTable {
  readonly name: string;
  private readonly key: string[];
  private readonly columns: string[];
  private readonly booleans: string[];

  constructor({ tableName, columns, primaryColumns }: EntityMetadata) {
    this.name = tableName;
    this.key = primaryColumns.map(({ databaseName }) => databaseName);
    this.columns = columns.map(({ databaseName }) => databaseName);
    this.booleans = columns.filter(({ type }) => type === "boolean").map(({ databaseName }) => databaseName);
  }

  /**
   * Copies all rows in the order of their key and compares each with what is there then. Throws an Error for a row that
   * came out as another one.
   */
  async copy(source: DataSource, send: Send): Promise<void> {
    let after: unknown[] | undefined;
    for (;;) {
      const rows = await this.read(source, after);
      const last = rows.at(-1);
      if (!last) return;
      await send(this.insertion, [JSON.stringify(rows)]);
      const until = this.keyOf(last);
      this.demandSame(rows, await this.readBack(send, after, until));
      after = until;
    }
  }

  async isEmpty(send: Send): Promise<boolean> {
    return (await send(`SELECT 1 FROM ${this.name} LIMIT 1`)).length === 0;
  }

  /** How many rows there are. */
  async count(send: Send): Promise<number> {
    const [row] = await send(`SELECT COUNT(*) AS items FROM ${this.name}`);
    return Number(row?.items);
  }

  private async read(source: DataSource, after: unknown[] | undefined): Promise<Row[]> {
    const fields = this.columns.map((column) => `'${column}', ${column}`);
    const [page] = await source.query(
      `SELECT json_group_array(json_object(${fields.join(", ")})) AS page
        FROM (SELECT * FROM ${this.name} ${after ? `WHERE ${this.beyond()}` : ""} ORDER BY ${this.key.join(", ")} LIMIT ${PAGE})`,
      after?.map((value) => (typeof value === "boolean" ? Number(value) : value)),
    );
    const rows: Row[] = JSON.parse(page.page);
    for (const row of rows) for (const column of this.booleans) row[column] = asBoolean(row[column]);
    return rows;
  }

  private async readBack(send: Send, after: unknown[] | undefined, until: unknown[]): Promise<Row[]> {
    const bounds = [...(after ? [this.beyond()] : []), this.upTo(after?.length ?? 0)];
    const found = await send(
      `SELECT row_to_json(copied) AS row
        FROM (SELECT ${this.columns.join(", ")} FROM ${this.name} WHERE ${bounds.join(" AND ")} ORDER BY ${this.key.join(", ")}) copied`,
      [...(after ?? []), ...until],
    );
    return found.map(({ row }) => row as Row);
  }

  private get insertion(): string {
    const columns = this.columns.join(", ");
    return `INSERT INTO ${this.name} (${columns}) SELECT ${columns} FROM json_populate_recordset(NULL::${this.name}, $1)`;
  }

  private beyond(): string {
    return `(${this.key.join(", ")}) > (${this.key.map((_, index) => `$${index + 1}`).join(", ")})`;
  }

  private upTo(offset: number): string {
    return `(${this.key.join(", ")}) <= (${this.key.map((_, index) => `$${offset + index + 1}`).join(", ")})`;
  }

  private keyOf(row: Row): unknown[] {
    return this.key.map((column) => row[column]);
  }

  /** Without a value, which may be a digest. */
  private demandSame(rows: readonly Row[], copied: readonly Row[]): void {
    if (isDeepStrictEqual(rows, copied)) return;
    const index = rows.findIndex((row, place) => !isDeepStrictEqual(row, copied[place]));
    const [row, copy] = [rows[index] ?? {}, copied[index] ?? {}];
    const columns = this.columns.filter((column) => !isDeepStrictEqual(row[column], copy[column]));
    throw new Error(`A row of ${this.name} came out as another one (${columns.join(", ")}); nothing was copied.`);
  }
}

/** SQLite has 0 and 1. */
function asBoolean(value: unknown): unknown {
  return value === null ? null : value === 1;
}
