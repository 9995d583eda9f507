export const UNITS = { seconds: 1, minutes: 60, hours: 3600, days: 86_400 } as const;

export type Unit = keyof typeof UNITS;

/** The largest unit in which it is a whole number. */
export function unitOf(seconds: number): Unit {
  if (seconds === 0) return "hours";
  return (["days", "hours", "minutes"] as const).find((unit) => seconds % UNITS[unit] === 0) ?? "seconds";
}

/** "48 hours", "1 day", "no time". */
export function inWords(seconds: number): string {
  if (seconds === 0) return "no time";
  const unit = unitOf(seconds);
  const count = seconds / UNITS[unit];
  return count === 1 ? `1 ${unit.slice(0, -1)}` : `${count} ${unit}`;
}
