import type { ExportedSecret } from "../../services/exports/application-exports.js";
import type { CarriedSecret, CarriedState } from "../../services/imports/brought-client.js";
import { SourceFields } from "../source-fields.js";
import { flagOf, invalid, isEmpty, momentOf, textOf, wholeNumberOf } from "../values.js";

const orNull =
  <T>(read: (value: unknown, field: string) => T | undefined) =>
  (value: unknown, field: string): T | null =>
    read(value, field) ?? null;

const required =
  <T>(read: (value: unknown, field: string) => T | undefined) =>
  (value: unknown, field: string): T => {
    const found = read(value, field);
    if (found === undefined) throw invalid(field, "required", "must be given");
    return found;
  };

/** How each part of a secret's state is read. */
const STATE: { [Name in keyof CarriedState]: (value: unknown, field: string) => CarriedState[Name] } = {
  id: required(textOf),
  hint: required(textOf),
  firstUsedAt: orNull(momentOf),
  lastUsedAt: orNull(momentOf),
  useCount: required(wholeNumberOf),
  usesBeforeRotation: required(wholeNumberOf),
  confirmBy: orNull(momentOf),
  confirmedAt: orNull(momentOf),
  contestedAt: orNull(momentOf),
  nextOverlapSeconds: orNull(wholeNumberOf),
  imported: required(flagOf),
};
const STATE_NAMES = Object.keys(STATE) as (keyof CarriedState)[];

/** What version 0.7.0 left out of the lines that it remembered. */
const USES: readonly string[] = ["firstUsedAt", "lastUsedAt", "useCount", "usesBeforeRotation"];

/** The secrets of a line, with their digests; none where it has none. */
export function carriedSecretsOf(value: unknown, field: string): CarriedSecret[] {
  if (isEmpty(value)) return [];
  if (!Array.isArray(value)) throw invalid(field, "list", "must be a list");
  return value.map((secret, place) => carriedSecretOf(secret, `${field}.${place}.`));
}

/**
 * What tells a line that has been read from an earlier one of its client, in the place of all of it; the last is what it was by
 * version 0.7.0. Of its secrets that is whether it has any: they change and end by themselves there, and what comes of them is
 * judged apart. Once all have ended it is still the line that had some; its first one, which comes, makes it another.
 */
export function toldBy(line: { secrets?: unknown }): object[] {
  const secrets: object[] = Array.isArray(line.secrets) ? line.secrets : [];
  const isOther = ([name]: [string, unknown]) => !USES.includes(name);
  const withoutUses = secrets.map((secret) => Object.fromEntries(Object.entries(secret).filter(isOther)));
  const having = [...(secrets.length > 0 ? [] : [false]), true];
  return [...having, withoutUses].map((told) => ({ ...line, secrets: told }));
}

/** A secret as it stands in a line. */
export function secretInLine({ secret, keyFingerprint }: ExportedSecret): object {
  const { digest, expiresAt } = secret;
  const state = STATE_NAMES.map((name) => [name, secret[name]]);
  return { ...Object.fromEntries(state), digest, keyFingerprint, expiresAt };
}

function carriedSecretOf(value: unknown, path: string): CarriedSecret {
  const fields = new SourceFields<Record<string, string>>(value, {}, path);
  const state = STATE_NAMES.map((name) => [name, fields.take<unknown>(path + name, STATE[name])]);
  const secret: CarriedSecret = {
    form: "digest",
    text: fields.take(`${path}digest`, required(textOf)),
    keyFingerprint: fields.take(`${path}keyFingerprint`, required(textOf)),
    expiresAt: fields.take(`${path}expiresAt`, orNull(momentOf)),
    state: Object.fromEntries(state),
  };
  if (fields.rest([]).length === 0) return secret;
  const names = [...STATE_NAMES, "digest", "keyFingerprint", "expiresAt"].join(", ");
  throw invalid(path.slice(0, -1), "fields", `must have no others than ${names}`);
}
