import type { DialectSettings } from "../model/dialect-settings.js";
import {
  MAX_DIALECT_SETTINGS_BYTES,
  MAX_DIALECT_SETTINGS_DEPTH,
} from "../model/inputs/oauth-application-settings.inputs.js";
import { isAboutOne, isFlag, isLabelled, labelsCredential, namesCredential } from "./credential-names.js";
import { holdsCredential } from "./credential-values.js";
import { shownNames } from "./source-fields.js";
import { isEmpty } from "./values.js";

/** What a JSON Web Key has besides its public part (RFC 7518 §6). */
const PRIVATE_PARTS = new Set(["d", "p", "q", "dp", "dq", "qi", "oth", "k"]);
/** Levels around a value: the settings and their source. */
const AROUND = 2;

/**
 * What only the source knows, to be kept under its name. Whoever may read an application sees its settings, so that
 * nothing which opens a door may be among them. Notes name what is not kept: credentials, numbers that would not come
 * back as they are, and what is beyond the bounds.
 */
export function keptSettings(
  source: keyof DialectSettings,
  fields: [string, unknown][],
  notes: string[],
): DialectSettings | undefined {
  const credentials: string[] = [];
  const inexact: string[] = [];
  const over: string[] = [];
  const kept: [string, unknown][] = [];
  let bytes = sizeOf({ [source]: {} });
  for (const [name, value] of fields) {
    const copy = copyOf(value, { name, path: name }, { credentials, inexact });
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
  say("Not kept, since whoever may read the application would see what looks like a credential", credentials);
  say("Not kept, since its numbers would change", inexact);
  say(
    `Not kept, since dialectSettings hold at most ${MAX_DIALECT_SETTINGS_BYTES} bytes, nested at most ${MAX_DIALECT_SETTINGS_DEPTH} levels deep`,
    over,
  );
  return kept.length === 0 ? undefined : { [source]: Object.fromEntries(kept) };
}

interface LeftOut {
  credentials: string[];
  inexact: string[];
}

/** Where a value stands. */
interface Place {
  name: string;
  path: string;
  /** Whether all that an object has is a credential, by its own name. */
  isOfCredentials?: boolean;
  /** Whether what is labelled in an object is one, by a label around it. */
  isLabelledOne?: boolean;
}

/** The value without what may not be kept; undefined where nothing is left of it. */
function copyOf(value: unknown, place: Place, left: LeftOut): unknown {
  const { name, path } = place;
  if (typeof value === "number" && !isExact(value)) {
    left.inexact.push(path);
    return undefined;
  }
  if ((typeof value === "string" || typeof value === "number") && isCredential(place, String(value))) {
    left.credentials.push(path);
    return undefined;
  }
  if (typeof value !== "object" || value === null) return value;
  // The items of a list of credentials have the list's name.
  if (Array.isArray(value)) {
    return value.map((item, index) => copyOf(item, { ...place, path: `${path}.${index}` }, left) ?? null);
  }
  const isKey = "kty" in value;
  const fields = Object.entries(value);
  // A token may be an object of what is true of it.
  const isOfCredentials = place.isOfCredentials || (namesCredential(name) && !/tokens?$/i.test(name));
  const isLabelledOne = place.isLabelledOne || labelsCredential(fields);
  const entries = fields.flatMap(([own, item]): [string, unknown][] => {
    if (isKey && PRIVATE_PARTS.has(own)) {
      left.credentials.push(`${path}.${own}`);
      return [];
    }
    const copy = copyOf(
      item,
      { name: own, path: `${path}.${holdsCredential(own) ? "…" : own}`, isOfCredentials, isLabelledOne },
      left,
    );
    return copy === undefined ? [] : [[own, copy]];
  });
  return Object.fromEntries(entries);
}

function isCredential({ name, isOfCredentials, isLabelledOne }: Place, text: string): boolean {
  if (isFlag(text)) return false;
  const isNamed =
    namesCredential(name) || (isOfCredentials && !isAboutOne(name)) || (isLabelledOne && isLabelled(name));
  return isNamed || holdsCredential(text) || holdsCredential(name);
}

function isExact(value: number): boolean {
  return Number.isSafeInteger(value) || (Number.isFinite(value) && !Number.isInteger(value));
}

function sizeOf(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value));
}

function depthOf(value: unknown): number {
  if (typeof value !== "object" || value === null) return 0;
  return Object.values(value).reduce<number>((deepest, item) => Math.max(deepest, depthOf(item)), 0) + 1;
}
