const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** How long a token may live, as the form offers it. */
export const LIFETIMES = [
  ["12 hours", 12 * HOUR],
  ["7 days", 7 * DAY],
  ["30 days", 30 * DAY],
  ["90 days", 90 * DAY],
  ["1 year", 365 * DAY],
] as const;

export const DEFAULT_LIFETIME = "90 days";

/** What the form calls a token that lives as long as whoever issues it. */
export const NO_LIFETIME = "as long as your own";

/** When a token of this lifetime ends; nothing where the gateway decides. */
export function endOf(lifetime: string, now: number): string | undefined {
  const found = LIFETIMES.find(([name]) => name === lifetime);
  return found && new Date(now + found[1]).toISOString();
}
