import type { OwnSecrets } from "../../credentials/keepable.js";
import type { BroughtSecret } from "../brought-client.js";
import { valueIn } from "../secrets/brought-values.js";

/** Shorter ones may be a word, which proves nothing where it stands. */
const LEAST_LENGTH = 16;

/**
 * A client's secrets as its line has them, without weak ones: no text that others may read has one of them in it.
 */
export function ownValues(secrets: readonly BroughtSecret[]): string[] {
  const strong = secrets.filter((secret) => secret.form !== "plain" || secret.weakness === undefined);
  return valuesIn(strong, LEAST_LENGTH);
}

/** The same with weak ones, also of a word's length: no note repeats what has one of them in it. */
export function unrepeatedValues(secrets: readonly BroughtSecret[]): string[] {
  return valuesIn(secrets, 1);
}

/** Both, for what is kept of a source. */
export function ownSecrets(secrets: readonly BroughtSecret[]): OwnSecrets {
  return { parts: ownValues(secrets), wholes: unrepeatedValues(secrets) };
}

function valuesIn(secrets: readonly BroughtSecret[], least: number): string[] {
  const values = secrets.map((secret) => valueIn(secret) ?? "").filter(({ length }) => length >= least);
  return [...new Set(values)];
}
