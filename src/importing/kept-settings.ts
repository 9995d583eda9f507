import type { DialectSettings } from "../model/dialect-settings.js";
import {
  MAX_DIALECT_SETTINGS_BYTES,
  MAX_DIALECT_SETTINGS_DEPTH,
} from "../model/inputs/oauth-application-settings.inputs.js";
import { keepable, type LeftOut, type OwnSecrets } from "../services/credentials/keepable.js";
import { shownNames } from "./source-fields.js";
import { isEmpty, objectOf } from "./values.js";

/** Levels around a value: the settings and their source. */
const AROUND = 2;

/**
 * What only the source knows, to be kept under its name. Whoever may read an application sees its settings, so that
 * nothing which opens a door may be among them. Notes name what is not kept: credentials, also what shows one of the
 * client's own `secrets`, numbers that would not come back as they are, and what is beyond the bounds.
 */
export function keptSettings(
  source: keyof DialectSettings,
  fields: [string, unknown][],
  secrets: OwnSecrets,
  notes: string[],
): DialectSettings | undefined {
  const left: LeftOut = { credentials: [], inexact: [] };
  const over: string[] = [];
  const kept: [string, unknown][] = [];
  let bytes = sizeOf({ [source]: {} });
  for (const [name, value] of fields) {
    const copy = keepable(name, value, left, secrets);
    if (copy === undefined || isEmpty(copy)) continue;
    const size = sizeOf(name) + sizeOf(copy) + 2;
    if (bytes + size > MAX_DIALECT_SETTINGS_BYTES || depthOf(copy) > MAX_DIALECT_SETTINGS_DEPTH - AROUND) {
      over.push(name);
      continue;
    }
    bytes += size;
    kept.push([name, copy]);
  }
  notes.push(
    ...leftOutNotes(left),
    ...noteOn(
      `Not kept, since dialectSettings hold at most ${MAX_DIALECT_SETTINGS_BYTES} bytes, nested at most ${MAX_DIALECT_SETTINGS_DEPTH} levels deep`,
      over,
    ),
  );
  return kept.length === 0 ? undefined : { [source]: Object.fromEntries(kept) };
}

/** The same of all that another gateway of this product keeps: the file may have been written by hand. */
export function keptDialects(dialects: object, field: string, notes: string[]): DialectSettings {
  const left: LeftOut = { credentials: [], inexact: [] };
  const kept = Object.entries(dialects).map(([dialect, value]) => {
    const path = `${field}.${dialect}`;
    const own: LeftOut = { credentials: [], inexact: [] };
    const settings = Object.entries(objectOf(value, path) ?? {}).map(([name, one]) => [name, keepable(name, one, own)]);
    for (const name of own.credentials) left.credentials.push(`${path}.${name}`);
    for (const name of own.inexact) left.inexact.push(`${path}.${name}`);
    return [dialect, Object.fromEntries(settings.filter(([, one]) => one !== undefined))];
  });
  notes.push(...leftOutNotes(left));
  return Object.fromEntries(kept);
}

function leftOutNotes({ credentials, inexact }: LeftOut): string[] {
  return [
    ...noteOn("Not kept, since whoever may read the application would see what looks like a credential", credentials),
    ...noteOn("Not kept, since its numbers would change", inexact),
  ];
}

function noteOn(what: string, names: string[]): string[] {
  return names.length > 0 ? [`${what}: ${shownNames(names)}.`] : [];
}

function sizeOf(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value));
}

function depthOf(value: unknown): number {
  if (typeof value !== "object" || value === null) return 0;
  return Object.values(value).reduce<number>((deepest, item) => Math.max(deepest, depthOf(item)), 0) + 1;
}
