const NO_SCOPES =
  "No scopes are recorded there, and none were given: a request that names one is refused (invalid_scope) until the application has it. Import them again with --scopes, or set scopes here.";

/** The scopes that a source records of a client, or where it records none those that were given for all such clients. */
export function scopesOr(
  recorded: string[] | undefined,
  { scopes }: { scopes?: string[] },
  sharedNotes: string[],
): string[] | undefined {
  if (recorded && recorded.length > 0) return recorded;
  if (!scopes) sharedNotes.push(NO_SCOPES);
  return scopes ?? recorded;
}
