const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** How long a token may live, as the form offers it. */
const LIFETIMES = [
  ["12 hours", 12 * HOUR],
  ["7 days", 7 * DAY],
  ["30 days", 30 * DAY],
  ["90 days", 90 * DAY],
  ["1 year", 365 * DAY],
] as const;

const DEFAULT_LIFETIME = "90 days";

/** What the form calls a token that lives as long as whoever issues it. */
export const NO_LIFETIME = "as long as your own";

/** What the form offers to whoever issues it with a credential that ends then: nothing that the gateway would refuse. */
export function lifetimesWithin(ownEnd: string | undefined, now: number): string[] {
  const room = ownEnd === undefined ? Number.POSITIVE_INFINITY : Date.parse(ownEnd) - now;
  return [...LIFETIMES.filter(([, length]) => length <= room).map(([name]) => name), NO_LIFETIME];
}

/** What it proposes of them. */
export function proposedOf(offered: readonly string[]): string {
  return offered.includes(DEFAULT_LIFETIME) ? DEFAULT_LIFETIME : NO_LIFETIME;
}

/** When a token of this lifetime ends; nothing where the gateway decides. */
export function endOf(lifetime: string, now: number): string | undefined {
  const found = LIFETIMES.find(([name]) => name === lifetime);
  return found && new Date(now + found[1]).toISOString();
}
