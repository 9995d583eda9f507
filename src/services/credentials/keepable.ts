import { isAboutOne, isFlag, isLabelled, labelsCredential, namesCredential } from "./credential-names.js";
import { holdsCredential } from "./credential-values.js";
import { isOneOf, shows } from "./spelled-secrets.js";

/** What a JSON Web Key has besides its public part (RFC 7518 §6). */
const PRIVATE_PARTS = new Set(["d", "p", "q", "dp", "dq", "qi", "oth", "k"]);

/** The paths of what was left out: credentials, and numbers that would not come back as they are. */
export interface LeftOut {
  credentials: string[];
  inexact: string[];
}

/** A client's own secrets. */
export interface OwnSecrets {
  /** No text has one of these in it. */
  parts: readonly string[];
  /** No value or name is one of these: a short one is part of many texts, and as a whole shows itself to everybody who looks. */
  wholes: readonly string[];
}

const NO_SECRETS: OwnSecrets = { parts: [], wholes: [] };

/** Where a value stands. */
interface Place {
  name: string;
  path: string;
  /** Whether its name is one that nobody may see. */
  isNameShowing: boolean;
  /** Whether all that an object has is a credential, by its own name. */
  isOfCredentials?: boolean;
  /** Whether what is labelled in an object is one, by a label around it. */
  isLabelledOne?: boolean;
}

/** A field's value without what may not be kept, which is told to `left`; undefined where nothing is left of it. */
export function keepable(name: string, value: unknown, left: LeftOut, own = NO_SECRETS): unknown {
  return copyOf(value, named(name, "", own), left, own);
}

function copyOf(value: unknown, place: Place, left: LeftOut, own: OwnSecrets): unknown {
  const { name, path } = place;
  if (place.isNameShowing) {
    left.credentials.push(path);
    return undefined;
  }
  if (typeof value === "number" && !isExact(value)) {
    left.inexact.push(path);
    return undefined;
  }
  if ((typeof value === "string" || typeof value === "number") && isCredential(place, String(value), own)) {
    left.credentials.push(path);
    return undefined;
  }
  if (typeof value !== "object" || value === null) return value;
  // The items of a list of credentials have the list's name.
  if (Array.isArray(value)) {
    return value.map((item, index) => copyOf(item, { ...place, path: `${path}.${index}` }, left, own) ?? null);
  }
  const isKey = "kty" in value;
  const fields = Object.entries(value);
  // A token may be an object of what is true of it.
  const isOfCredentials = place.isOfCredentials || (namesCredential(name) && !/tokens?$/i.test(name));
  const isLabelledOne = place.isLabelledOne || labelsCredential(fields);
  const entries = fields.flatMap(([field, item]): [string, unknown][] => {
    if (isKey && PRIVATE_PARTS.has(field)) {
      left.credentials.push(`${path}.${field}`);
      return [];
    }
    const copy = copyOf(item, { ...named(field, `${path}.`, own), isOfCredentials, isLabelledOne }, left, own);
    return copy === undefined ? [] : [[field, copy]];
  });
  return Object.fromEntries(entries);
}

function isCredential({ name, isOfCredentials, isLabelledOne }: Place, text: string, own: OwnSecrets): boolean {
  if (isFlag(text)) return false;
  const isNamed =
    namesCredential(name) || (isOfCredentials && !isAboutOne(name)) || (isLabelledOne && isLabelled(name));
  return isNamed || isShowing(text, own);
}

function named(name: string, within: string, own: OwnSecrets): Place {
  const isNameShowing = isShowing(name, own);
  return { name, path: `${within}${isNameShowing ? "…" : name}`, isNameShowing };
}

function isShowing(text: string, own: OwnSecrets): boolean {
  return holds(text, own) || (isOneOf(own.wholes, text) && !isFlag(text));
}

function holds(text: string, { parts }: OwnSecrets): boolean {
  return holdsCredential(text) || shows(parts, text);
}

function isExact(value: number): boolean {
  return Number.isSafeInteger(value) || (Number.isFinite(value) && !Number.isInteger(value));
}
