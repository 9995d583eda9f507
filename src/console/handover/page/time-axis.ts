import type { Rotation, Secret } from "./handover.js";

const HOUR = 3_600_000;

/** An end that comes after so many times what has gone by of the rotation is drawn behind a break. */
const IN_PLACE = 4;

/** Where an axis with a break breaks off, in percent. What comes later lies at its edge. */
const BREAKS_AT = 84;

/** The stretch of time that the lanes are drawn on, in milliseconds. */
export interface TimeAxis {
  from: number;
  to: number;
  now: number;
  /** What ends so late that all before it would lie in one point: it is drawn at the edge, behind a break. */
  beyond?: number;
}

const moment = (at: string | null | undefined) => (at ? Date.parse(at) : undefined);

/** When a secret stops or stopped; undefined while it has no end. */
export function endOf({ expiresAt, revokedAt }: Secret): number | undefined {
  const ends = [moment(revokedAt), moment(expiresAt)].filter((end) => end !== undefined);
  return ends.length > 0 ? Math.min(...ends) : undefined;
}

/**
 * An open rotation fills the axis, with a part of what was before it, however old its secrets are; one secret by itself
 * has its whole life on it. An end that still comes is in sight: one so late that all before it would lie in one point
 * behind a break. So is the moment when it is safe, unless that is as late.
 */
export function timeAxis(secrets: readonly Secret[], rotation: Rotation | null | undefined, now: number): TimeAxis {
  const oldest = Math.min(now, ...secrets.map(({ createdAt }) => Date.parse(createdAt)));
  const confirmBy = rotation?.reason === "CONFIRMING" ? rotation.confirmBy : undefined;
  const ends = [rotation?.endsAt, confirmBy].map(moment).filter((at) => at !== undefined);
  const began = moment(rotation?.startedAt);
  const safeAt = moment(rotation?.safeAt) ?? now;
  const isNear = (at: number) => at - now <= IN_PLACE * Math.max(now - (began ?? oldest), HOUR);
  const late = ends.filter((at) => !isNear(at));
  if (began !== undefined && late.length > 0) {
    const from = Math.max(oldest, beginOfNews(secrets, began, Math.max(...late), now));
    const past = Math.max(now - from, HOUR / 6);
    const room = isNear(safeAt) && safeAt - now < IN_PLACE * past ? safeAt : now;
    return { from, to: Math.max(room, now + past / 2), now, beyond: Math.max(...late) };
  }
  const last = Math.max(now, ...[safeAt, ...ends].filter(isNear));
  const from = began === undefined ? oldest : Math.max(oldest, before(began, last - began));
  const length = Math.max(last - from, HOUR / 6);
  // Room for what goes on after now.
  return { from, to: last + length * (last > now ? 0.06 : 0.2), now };
}

/** So long before a rotation as is shown of the time before it. */
function before(began: number, length: number): number {
  return began - Math.max(length, HOUR) * 0.6;
}

/** Where an axis begins whose end is late: as if that came now, or so much earlier that the last uses are on it. */
function beginOfNews(secrets: readonly Secret[], began: number, last: number, now: number): number {
  const earliest = before(began, last - began);
  const working = secrets.filter((secret) => (endOf(secret) ?? Number.POSITIVE_INFINITY) > now);
  const uses = working.map(({ lastUsedAt }) => moment(lastUsedAt) ?? now).filter((at) => at >= earliest);
  // A use that is shown does not stand at the very edge.
  const shown = Math.min(now, ...uses);
  return Math.max(earliest, Math.min(before(began, now - began), shown - (now - shown) * 0.05));
}

/** Where a moment lies on the axis, in percent; what is beyond it lies at its edge. */
export function positionOn({ from, to, beyond }: TimeAxis, at: number): number {
  if (beyond !== undefined && at > to) return 100;
  const width = beyond === undefined ? 100 : BREAKS_AT;
  return Math.min(width, Math.max(0, ((at - from) / (to - from)) * width));
}
