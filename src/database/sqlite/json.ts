/** Whether a value stays the same when SQLite reads it from JSON. */
export function isSameInJson(value: unknown): boolean {
  if (typeof value === "string") return value.isWellFormed() && !value.includes("\0");
  return value === null || Number.isSafeInteger(value);
}
