/** SQL for rows of secrets or tokens that are usable at `:now`. */
export const USABLE = "(revoked_at IS NULL AND (expires_at IS NULL OR expires_at > :now))";

/** Whether a row is usable at `now` (milliseconds): the same rule in TypeScript. */
export function isUsable(row: { revokedAt: Date | null; expiresAt: Date | null }, now: number): boolean {
  return row.revokedAt === null && (row.expiresAt === null || row.expiresAt.getTime() > now);
}
