/** The part of pg's Connection that sends messages of PostgreSQL's protocol, as pg-cursor uses it. */
export interface Wire {
  parse(message: { name: string; text: string }): void;
  bind(message: { statement: string; values: (string | Buffer | null)[] }): void;
  describe(message: { type: "P" }): void;
  execute(message: object): void;
  close(message: { type: "S"; name: string }): void;
  sync(): void;
}

/** One column of a statement's rows. */
export interface Column {
  name: string;
  /** Undefined for what is used as the text that it comes as. */
  parse: ((text: string) => unknown) | undefined;
}
