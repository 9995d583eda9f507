const relative = new Intl.RelativeTimeFormat("en", { numeric: "auto" });
const day = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short" });
const dayOfYear = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric" });
const moment = new Intl.DateTimeFormat("en-GB", { dateStyle: "full", timeStyle: "long" });
const clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** How far away a moment is: "4 minutes ago", "in 2 days"; a day of the calendar beyond a month. */
export function relativeTime(at: number, now: number): string {
  const exactly = at - now;
  // An end of two days that was set a moment ago is told as it was set, and not as 47 hours.
  const distance = exactly > 0 ? exactly * 1.01 : exactly;
  const size = Math.abs(distance);
  if (size < 10 * SECOND) return distance > 0 ? "in a moment" : "just now";
  if (size < MINUTE) return relative.format(Math.trunc(distance / SECOND), "second");
  if (size < HOUR) return relative.format(Math.trunc(distance / MINUTE), "minute");
  // Two days less a minute are not "tomorrow".
  if (size < 2 * DAY) return relative.format(Math.trunc(distance / HOUR), "hour");
  if (Math.abs(exactly) < 30 * DAY) return relative.format(Math.trunc(distance / DAY), "day");
  return calendarDay(at, now);
}

/** "24 Nov", with the year where it is another one. */
export function calendarDay(at: number, now: number): string {
  return (new Date(at).getFullYear() === new Date(now).getFullYear() ? day : dayOfYear).format(at);
}

/** "15:24" today, else "24 Nov, 15:24". */
export function clockTime(at: number, now: number): string {
  const isToday = new Date(at).toDateString() === new Date(now).toDateString();
  return isToday ? clock.format(at) : `${calendarDay(at, now)}, ${clock.format(at)}`;
}

/** The whole of it, in the reader's time zone. */
export function exactTime(at: number): string {
  return moment.format(at);
}
