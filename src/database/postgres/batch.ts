import { Query } from "pg";
import type { Statement } from "./statement.js";
import type { Wire } from "./wire.js";

type Fields = Parameters<Statement["handleRowDescription"]>[0];
type Values = Parameters<Statement["handleDataRow"]>[0];

/**
 * Statements that are sent in one message and answered in one, which pg's clients take in place of a query. PostgreSQL
 * skips all that follow one that fails, COMMIT included: they fail with its error.
 */
export class Batch extends Query {
  /** Called by pg, which sets it. */
  declare callback: (error: Error | null) => void;
  /** Lets pg prepare it, also without parameters. */
  readonly queryMode = "extended";
  private answered = 0;

  constructor(private readonly statements: readonly Statement[]) {
    super("batch");
  }

  /** Called by pg when the connection is ready for it. */
  prepare(wire: Wire): void {
    for (const statement of this.statements) statement.sendTo(wire);
    wire.sync();
  }

  handleRowDescription(message: Fields): void {
    this.statements[this.answered]?.handleRowDescription(message);
  }

  handleDataRow(message: Values): void {
    this.statements[this.answered]?.handleDataRow(message);
  }

  handleCommandComplete(): void {
    this.statements[this.answered]?.handleReadyForQuery();
    this.answered += 1;
  }

  handleEmptyQuery(): void {
    this.handleCommandComplete();
  }

  handleError(error: Error, wire: Wire): void {
    const failed = this.statements.slice(this.answered);
    this.answered = this.statements.length;
    for (const statement of failed) statement.handleError(error, wire);
    this.callback(error);
  }

  handleReadyForQuery(): void {
    this.callback(null);
  }
}
