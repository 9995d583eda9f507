import type { Parameters } from "../engine.js";
import { Statements } from "../statements.js";
import type { Session } from "./session.js";
import { listsOf, rowsOfCalls, type SharedStatement, sharedStatementOf } from "./together.js";

interface Call {
  values: unknown[];
  resolve(rows: unknown[][]): void;
  reject(error: unknown): void;
}

const texts = new Statements();

/** Reads that many transactions of a group ask for at once: those with the same text are one statement. */
export class SharedReads {
  private readonly waiting = new Map<SharedStatement, Call[]>();

  /** Whether they are sent: what is asked for now comes too late. */
  isSent = false;

  /** The rows of a text for these parameters. It is sent with `send`, after the texts that were asked for before. */
  read(text: string, parameters: Parameters): Promise<unknown[][]> {
    const [sql, given] = texts.bind(text, parameters);
    const statement = sharedStatementOf(sql, given);
    const values = statement.valuesOf(given);
    return new Promise((resolve, reject) => {
      const calls = this.waiting.get(statement) ?? [];
      this.waiting.set(statement, calls);
      calls.push({ values, resolve, reject });
    });
  }

  send(session: Session): void {
    this.isSent = true;
    for (const [statement, calls] of this.waiting) answer(session, statement, calls);
  }
}

function answer(session: Session, { sql, together }: SharedStatement, calls: readonly Call[]): void {
  if (calls.length === 1 || together === undefined) {
    for (const { values, resolve, reject } of calls) {
      session.ask(sql, values).then(({ rows }) => resolve(rows), reject);
    }
    return;
  }
  session.ask(together, listsOf(calls)).then(
    ({ rows }) => {
      const found = rowsOfCalls(rows, calls.length);
      for (const [index, { resolve }] of calls.entries()) resolve(found[index] as unknown[][]);
    },
    (error: unknown) => {
      for (const { reject } of calls) reject(error);
    },
  );
}
