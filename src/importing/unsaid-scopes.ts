import type { SharedNote } from "../services/imports/brought-client.js";

const NO_SCOPES: SharedNote = {
  text: "No scopes are recorded there, and none were given: a request that names one is refused (invalid_scope) until the application has it. Import them again with --scopes, or set scopes here.",
  isSo: ({ scopes }) => scopes.length === 0,
};

/** The scopes that a source records of a client, or where it records none those that were given for all such clients. */
export function scopesOr(
  recorded: string[] | undefined,
  { scopes }: { scopes?: string[] },
  sharedNotes: SharedNote[],
): string[] | undefined {
  if (recorded && recorded.length > 0) return recorded;
  if (!scopes) sharedNotes.push(NO_SCOPES);
  return scopes ?? recorded;
}
