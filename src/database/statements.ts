import type { Parameters } from "./engine.js";

/** SQL with `$1` in place of `:name`, and the names in the order of their numbers. */
interface Statement {
  sql: string;
  names: string[];
}

/** How many texts are remembered; lists have finitely many conditions. */
const MAX_TEXTS = 500;

/** Remembers statements by their text, which has named parameters and never depends on values. */
export class Statements {
  private readonly known = new Map<string, Statement>();

  /** `head` and `foot` are put around each text. */
  constructor(
    private readonly head = "",
    private readonly foot = "",
  ) {}

  /** The statement of a text, and its parameters' values in order. */
  bind(text: string, parameters: Parameters): [sql: string, values: unknown[]] {
    const { sql, names } = this.known.get(text) ?? this.add(text);
    return [sql, names.map((name) => parameters[name])];
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
