/** Whether SQLite finds the same value in JSON as it would be given by itself. */
export function isSameInJson(value: unknown): boolean {
  if (typeof value === "string") return value.isWellFormed() && !value.includes("\0");
  return value === null || Number.isSafeInteger(value);
}
