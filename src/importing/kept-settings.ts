import type { DialectSettings } from "../model/dialect-settings.js";
import {
  MAX_DIALECT_SETTINGS_BYTES,
  MAX_DIALECT_SETTINGS_DEPTH,
} from "../model/inputs/oauth-application-settings.inputs.js";
import { shownNames } from "./source-fields.js";
import { isEmpty } from "./values.js";

/** Whoever may read an application sees its settings, so that nothing which opens a door may be among them. */
const CREDENTIAL = /secret|passw|passphrase|private.?key|credential|api.?key|signing.?key|(?:^|[._-])token$/i;
const NO_CREDENTIAL = /(?:time|_at|enabled|rotation|alg|method|type|format|strategy|certificate|public.?key)$/i;
/** Whether something is so, as texts say it: `hash_client_secret`, say, is no secret. */
const FLAG = /^(?:true|false|t|f|1|0)?$/i;
/** What a JSON Web Key has besides its public part (RFC 7518 §6). */
const PRIVATE_PARTS = new Set(["d", "p", "q", "dp", "dq", "qi", "oth", "k"]);
/** Levels around a value: the settings and their source. */
const AROUND = 2;

/**
 * What only the source knows, to be kept under its name. Notes name what is not: credentials, numbers that would not
 * come back as they are, and what is beyond the bounds.
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
    const copy = copyOf(value, name, name, { credentials, inexact });
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

/** The value without what may not be kept; undefined where nothing is left of it. */
function copyOf(value: unknown, name: string, path: string, left: LeftOut): unknown {
  if (typeof value === "number" && !isExact(value)) {
    left.inexact.push(path);
    return undefined;
  }
  if (typeof value === "string" && isCredential(name, value)) {
    left.credentials.push(path);
    return undefined;
  }
  if (typeof value !== "object" || value === null) return value;
  // The items of a list of credentials have the list's name.
  if (Array.isArray(value)) return value.map((item, index) => copyOf(item, name, `${path}.${index}`, left) ?? null);
  const isKey = "kty" in value;
  const entries = Object.entries(value).flatMap(([own, item]): [string, unknown][] => {
    if (isKey && PRIVATE_PARTS.has(own)) {
      left.credentials.push(`${path}.${own}`);
      return [];
    }
    const copy = copyOf(item, own, `${path}.${own}`, left);
    return copy === undefined ? [] : [[own, copy]];
  });
  return Object.fromEntries(entries);
}

function isCredential(name: string, value: string): boolean {
  return CREDENTIAL.test(name) && !NO_CREDENTIAL.test(name) && !FLAG.test(value);
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
