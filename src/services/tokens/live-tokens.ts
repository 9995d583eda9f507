/** How long after its end a token may still be valid at another gateway, whose clock is behind. */
const CLOCKS_DIFFER_MS = 600_000;

/**
 * SQL for API tokens that may be valid at some gateway, as two ranges of an index, so that tokens which are over are
 * never read. A token ends no later than its issuer, so no live token descends from one that is over.
 */
export const LIVE_RANGES = ["expires_at IS NULL", "expires_at > :over"].map(
  (range) => `revoked_at IS NULL AND ${range}`,
);

/** SQL for the API tokens outside these ranges. */
export const OVER = "(revoked_at IS NOT NULL OR expires_at <= :over)";

/** The value of `:over`: a token with this end or an earlier one is over at every gateway. */
export function overAt(now: number): number {
  return now - CLOCKS_DIFFER_MS;
}
