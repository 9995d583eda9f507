import type { DialectSettings } from "../model/dialect-settings.js";
import {
  MAX_DIALECT_SETTINGS_BYTES,
  MAX_DIALECT_SETTINGS_DEPTH,
} from "../model/inputs/oauth-application-settings.inputs.js";
import { keepable, type LeftOut } from "../services/credentials/keepable.js";
import { shownNames } from "./source-fields.js";
import { isEmpty } from "./values.js";

/** Levels around a value: the settings and their source. */
const AROUND = 2;

/**
 * What only the source knows, to be kept under its name. Whoever may read an application sees its settings, so that
 * nothing which opens a door may be among them. Notes name what is not kept: credentials, also texts with one of the
 * client's own `secrets` in them, numbers that would not come back as they are, and what is beyond the bounds.
 */
export function keptSettings(
  source: keyof DialectSettings,
  fields: [string, unknown][],
  secrets: readonly string[],
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
  const say = (what: string, names: string[]) => {
    if (names.length > 0) notes.push(`${what}: ${shownNames(names)}.`);
  };
  say("Not kept, since whoever may read the application would see what looks like a credential", left.credentials);
  say("Not kept, since its numbers would change", left.inexact);
  say(
    `Not kept, since dialectSettings hold at most ${MAX_DIALECT_SETTINGS_BYTES} bytes, nested at most ${MAX_DIALECT_SETTINGS_DEPTH} levels deep`,
    over,
  );
  return kept.length === 0 ? undefined : { [source]: Object.fromEntries(kept) };
}

function sizeOf(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value));
}

function depthOf(value: unknown): number {
  if (typeof value !== "object" || value === null) return 0;
  return Object.values(value).reduce<number>((deepest, item) => Math.max(deepest, depthOf(item)), 0) + 1;
}
