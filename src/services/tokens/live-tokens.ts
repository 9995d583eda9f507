/** So long after its end a token may still be good elsewhere: the clock of the gateway that asks may be ahead. */
const CLOCKS_DIFFER_MS = 600_000;

/**
 * SQL for API tokens that may be good at some gateway: two ranges of an index, so that no statement reads the others,
 * of which there may be any number. What is issued with a token ends no later, so nothing live is below others.
 */
export const LIVE_RANGES = ["expires_at IS NULL", "expires_at > :over"].map(
  (range) => `revoked_at IS NULL AND ${range}`,
);

/** What the ranges leave out. */
export const OVER = "(revoked_at IS NOT NULL OR expires_at <= :over)";

/** The end, as `:over`, at which a token is over for every gateway. */
export function overAt(now: number): number {
  return now - CLOCKS_DIFFER_MS;
}
