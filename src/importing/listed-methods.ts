import { TokenEndpointAuthMethod } from "../model/client-metadata.js";
import type { DomainError } from "../model/domain-error.js";
import { isKnownMethod, type Method, methodOf } from "./client-metadata.js";
import { LISTS } from "./mappings/table-fields.js";
import { invalid, textsOf } from "./values.js";

/** By which of several a client goes on here: a secret is what it brings along, and needs no more than to be sent otherwise. */
const RANKS = ["client_secret_basic", "client_secret_post", "client_secret_jwt"];

/** How a client authenticates of which a source has any number of methods. */
export interface ListedMethods extends Method {
  /** Why its methods are not known: by one of which nothing is, which may be by the secret. */
  refusal?: DomainError;
  /** Whether Basic and POST both work: where both are named, or none is. */
  takesAny: boolean;
  /** Whether it is public, where its methods tell. */
  isPublic?: boolean;
}

/** Their names in lower case, none where there is nothing. `None` stays: Python writes it for nothing, and .NET for `none`. */
export function methodNamesOf(
  value: unknown,
  field: string,
  separator: string | RegExp | undefined = LISTS.tokenEndpointAuthMethod,
): string[] {
  const names = textsOf(value, field, separator) ?? [];
  return [...new Set(names.map((name) => (isUnclear(name) ? name : name.toLowerCase())))];
}

/** OAuth's `none` makes a client public, so that it is meant only where it is written as there, or as a constant. */
function isUnclear(name: string): boolean {
  return /^none$/i.test(name) && name !== "none" && name !== "NONE";
}

export function methodsOf(names: readonly string[], field: string, notes: string[]): ListedMethods {
  if (!names.every(isKnownMethod)) {
    const says = "its mapping may say what that means (values), or what is between several (separator)";
    const refusal = invalid(field, "method", `has a method of which nothing is known: ${says}`);
    return { refusal, usesSecret: true, takesAny: false };
  }
  const [first, ...others] = [...names].sort((one, other) => rankOf(one) - rankOf(other));
  const takesAny = first === undefined || (first === RANKS[0] && others[0] === RANKS[1]);
  const unused = takesAny ? others.slice(1) : others;
  const { method, ...how } = methodOf(first, field, notes);
  if (unused.length > 0) {
    notes.push(`${field} has ${unused.join(", ")} as well, by which the client does not authenticate here.`);
  }
  if (first === undefined) return { ...how, takesAny };
  if (how.usesSecret) return { ...how, ...(method && !takesAny ? { method } : {}), takesAny, isPublic: false };
  return method === TokenEndpointAuthMethod.NONE ? { method, ...how, takesAny, isPublic: true } : { ...how, takesAny };
}

/** None at all comes last: who holds a key or a secret is no public client. */
function rankOf(name: string): number {
  const rank = RANKS.indexOf(name);
  if (rank >= 0) return rank;
  return name === "none" ? RANKS.length + 1 : RANKS.length;
}
