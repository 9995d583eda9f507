import { holdsCredential, MAX_LOOKED_AT } from "../../credentials/credential-values.js";

/** The longest name of a field that a report shows. */
const MAX_SHOWN_NAME = 64;
const MAX_NAMES = 20;

/** Names of fields as a report shows them. They are the file's, so that they are bounded. */
export function shownNames(names: string[]): string {
  const shown = names.slice(0, MAX_NAMES).map(shownName).join(", ");
  return names.length > MAX_NAMES ? `${shown} and ${names.length - MAX_NAMES} more` : shown;
}

function shownName(name: string): string {
  // A table without a header has values in its place.
  if (name.length > MAX_LOOKED_AT || holdsCredential(name)) return "…";
  const text = name.replaceAll(/[\p{C}\p{Z}]/gu, "?");
  return text.length > MAX_SHOWN_NAME ? `${text.slice(0, MAX_SHOWN_NAME)}…` : text;
}

/** What is said of fields, as a list of one sentence or none. */
export function namesNote(what: string, names: string[]): string[] {
  return names.length > 0 ? [`${what}: ${shownNames(names)}.`] : [];
}
