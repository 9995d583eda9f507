import { isAboutOne, isFlag, isLabelled, labelsCredential, namesCredential } from "./credential-names.js";
import { holdsCredential } from "./credential-values.js";

/** What a JSON Web Key has besides its public part (RFC 7518 §6). */
const PRIVATE_PARTS = new Set(["d", "p", "q", "dp", "dq", "qi", "oth", "k"]);

/** The paths of what was left out: credentials, and numbers that would not come back as they are. */
export interface LeftOut {
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

/**
 * A field's value without what may not be kept, which is told to `left`; undefined where nothing is left of it. No text with
 * one of `secrets` in it is kept either.
 */
export function keepable(name: string, value: unknown, left: LeftOut, secrets: readonly string[] = []): unknown {
  const holds = (text: string) => holdsCredential(text) || secrets.some((secret) => text.includes(secret));
  return copyOf(value, { name, path: holds(name) ? "…" : name }, left, holds);
}

type Holds = (text: string) => boolean;

function copyOf(value: unknown, place: Place, left: LeftOut, holds: Holds): unknown {
  const { name, path } = place;
  if (holds(name)) {
    left.credentials.push(path);
    return undefined;
  }
  if (typeof value === "number" && !isExact(value)) {
    left.inexact.push(path);
    return undefined;
  }
  if ((typeof value === "string" || typeof value === "number") && isCredential(place, String(value), holds)) {
    left.credentials.push(path);
    return undefined;
  }
  if (typeof value !== "object" || value === null) return value;
  // The items of a list of credentials have the list's name.
  if (Array.isArray(value)) {
    return value.map((item, index) => copyOf(item, { ...place, path: `${path}.${index}` }, left, holds) ?? null);
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
      { name: own, path: `${path}.${holds(own) ? "…" : own}`, isOfCredentials, isLabelledOne },
      left,
      holds,
    );
    return copy === undefined ? [] : [[own, copy]];
  });
  return Object.fromEntries(entries);
}

function isCredential({ name, isOfCredentials, isLabelledOne }: Place, text: string, holds: Holds): boolean {
  if (isFlag(text)) return false;
  const isNamed =
    namesCredential(name) || (isOfCredentials && !isAboutOne(name)) || (isLabelledOne && isLabelled(name));
  return isNamed || holds(text);
}

function isExact(value: number): boolean {
  return Number.isSafeInteger(value) || (Number.isFinite(value) && !Number.isInteger(value));
}
