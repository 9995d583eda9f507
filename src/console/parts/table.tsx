import type { ReactNode } from "react";
import styles from "./table.module.css";

export interface Column<Row> {
  /** Stands at its head, and on narrow pages before each value. */
  title: string;
  value: (row: Row) => ReactNode;
  /** Numbers stand at the right. */
  end?: boolean;
}

export interface TableProps<Row> {
  /** What the table shows, for who does not see it. */
  label: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  keyOf: (row: Row) => string;
}

/** A table that becomes a list of cards where the page is narrow. For what is short: a long list is virtualized. */
export function Table<Row>({ label, columns, rows, keyOf }: TableProps<Row>) {
  return (
    <table className={styles.table} aria-label={label}>
      <thead>
        <tr>
          {columns.map(({ title, end }) => (
            <th key={title} scope="col" className={end ? styles.end : undefined}>
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={keyOf(row)}>
            {columns.map(({ title, value, end }) => (
              <td key={title} data-title={title} className={end ? styles.end : undefined}>
                {value(row)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
