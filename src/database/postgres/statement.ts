import { Query, types } from "pg";
import { PLANNED_FOR_VALUES } from "../engine.js";
import { isStaleStatement } from "../failures.js";
import { forgetKeptStatements, type Kept, KeptStatements } from "./kept-statements.js";
import { prepareValue } from "./prepare-value.js";
import { nameOf } from "./statement-names.js";
import type { Column, Wire } from "./wire.js";

/** Rows as the values of their columns. */
export interface Answer {
  columns: readonly Column[];
  rows: unknown[][];
}

type Callback = (error: Error | null, answer?: Answer) => void;

const TEXT = types.builtins.TEXT;
const VARCHAR = types.builtins.VARCHAR;

/**
 * One execution of a statement, which pg's clients and pools take in place of a query. The server parses and plans a
 * kept one once for each connection, and describes its columns once.
 */
export class Statement extends Query implements Answer {
  /** Called by pg, which sets it. */
  declare callback: Callback;
  /** Lets pg prepare it, also without parameters. */
  readonly queryMode = "extended";
  columns: readonly Column[] = [];
  readonly rows: unknown[][] = [];

  private readonly wanted: (string | Buffer | null)[];
  private readonly keptName: string | undefined;
  private kept: Kept | undefined;
  private failure: Error | undefined;

  /** Unless `isKept`, nothing of it stays with the server. */
  constructor(
    readonly sql: string,
    values: readonly unknown[],
    isKept: boolean,
  ) {
    super(sql);
    this.wanted = values.map(prepareValue);
    this.keptName = isKept && !sql.endsWith(PLANNED_FOR_VALUES) ? nameOf(sql) : undefined;
  }

  /** Called by pg when the connection is ready for it. */
  prepare(wire: Wire): void {
    this.sendTo(wire);
    wire.sync();
  }

  /** Sends it without asking for the answer yet: others may follow in the same message. */
  sendTo(wire: Wire): void {
    const { sql, keptName } = this;
    if (keptName === undefined) wire.parse({ name: "", text: sql });
    else this.kept = KeptStatements.of(wire).take(keptName, sql);
    wire.bind({ statement: keptName ?? "", values: this.wanted });
    if (this.kept?.columns) this.columns = this.kept.columns;
    else wire.describe({ type: "P" });
    wire.execute({});
  }

  handleRowDescription({ fields }: { fields: { name: string; dataTypeID: number }[] }): void {
    this.columns = fields.map(({ name, dataTypeID }) => ({ name, parse: parserOf(dataTypeID) }));
    if (this.kept) this.kept.columns = [...this.columns];
  }

  handleDataRow({ fields }: { fields: (string | null)[] }): void {
    const { columns } = this;
    try {
      // A counting loop, which is faster: it runs for every cell.
      const row: unknown[] = fields;
      for (let index = 0; index < row.length; index++) {
        const parse = columns[index]?.parse;
        if (parse && row[index] !== null) row[index] = parse(row[index] as string);
      }
      this.rows.push(row);
    } catch (error) {
      this.failure ??= error as Error;
    }
  }

  handleCommandComplete(): void {}

  handleEmptyQuery(): void {}

  handleError(error: Error, wire: Wire): void {
    if (this.keptName !== undefined) {
      KeptStatements.of(wire).forget(this.keptName);
      if (isStaleStatement(error)) forgetKeptStatements();
    }
    this.callback(error);
  }

  handleReadyForQuery(): void {
    if (this.failure) this.callback(this.failure);
    else this.callback(null, this);
  }
}

function parserOf(oid: number): Column["parse"] {
  return oid === TEXT || oid === VARCHAR ? undefined : types.getTypeParser(oid, "text");
}
