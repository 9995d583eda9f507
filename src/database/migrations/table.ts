import { type QueryRunner, Table, type TableColumnOptions, type TableOptions } from "typeorm";

/** A column of byte-wise compared text: ids, keys, cursors. SQLite compares that way anyway. */
export function keyText(runner: QueryRunner, name: string): TableColumnOptions {
  const column: TableColumnOptions = { name, type: runner.connection.driver.normalizeType({ type: "varchar" }) };
  return runner.connection.options.type === "postgres" ? { ...column, collation: "C" } : column;
}

/** A table from TypeORM's neutral types, spelled as the database in use spells them. */
export async function createTable(runner: QueryRunner, options: TableOptions): Promise<void> {
  const columns = options.columns?.map((column) => ({
    ...column,
    type: runner.connection.driver.normalizeType({ type: column.type as "varchar" }),
  }));
  await runner.createTable(new Table({ ...options, columns }));
}
