/** SQL for rows of secrets or tokens that work at `:now`. */
export const USABLE = "(revoked_at IS NULL AND (expires_at IS NULL OR expires_at > :now))";

/** The same for what has been read, at `now` (milliseconds). */
export function isUsable(row: { revokedAt: Date | null; expiresAt: Date | null }, now: number): boolean {
  return row.revokedAt === null && (row.expiresAt === null || row.expiresAt.getTime() > now);
}
