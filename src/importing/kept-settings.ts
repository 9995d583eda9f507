import type { DialectSettings } from "../model/dialect-settings.js";
import { keepable, type LeftOut, type OwnSecrets } from "../services/credentials/keepable.js";
import { namesNote } from "../services/imports/kept/shown-names.js";
import { isEmpty, objectOf } from "./values.js";

/**
 * What only the source knows, to be kept under its name as far as there is room. Whoever may read an application sees its
 * settings, so that nothing which opens a door may be among them. Notes name what is not kept: credentials, also what shows
 * one of the client's own `secrets`, and numbers that would not come back as they are.
 */
export function keptSettings(
  source: keyof DialectSettings,
  fields: [string, unknown][],
  secrets: OwnSecrets,
  notes: string[],
): DialectSettings | undefined {
  const left: LeftOut = { credentials: [], inexact: [] };
  const copies = fields.map(([name, value]) => [name, keepable(name, value, left, secrets)] as const);
  notes.push(...leftOutNotes(left));
  const kept = copies.filter(([, copy]) => copy !== undefined && !isEmpty(copy));
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
    ...namesNote(
      "Not kept, since whoever may read the application would see what looks like a credential",
      credentials,
    ),
    ...namesNote("Not kept, since its numbers would change", inexact),
  ];
}
