import type { Draft } from "./draft.js";

/** What each group of fields is given. */
export interface FieldsProps {
  draft: Draft;
  change: (change: Partial<Draft>) => void;
  /** What is wrong with a field: first what the page sees, then what the gateway said of it. */
  errorOf: (name: keyof Draft) => string | undefined;
}

export interface SecretFieldsProps extends FieldsProps {
  /** The application keeps a recipient key. */
  keepsKey: boolean;
}
