import type { Rotation, Secret } from "./handover.js";

const HOUR = 3_600_000;

/** The stretch of time that the lanes are drawn on, in milliseconds. */
export interface TimeAxis {
  from: number;
  to: number;
  now: number;
}

const moment = (at: string | null | undefined) => (at ? Date.parse(at) : undefined);

/** When a secret stops or stopped; undefined while it has no end. */
export function endOf({ expiresAt, revokedAt }: Secret): number | undefined {
  const ends = [moment(revokedAt), moment(expiresAt)].filter((end) => end !== undefined);
  return ends.length > 0 ? Math.min(...ends) : undefined;
}

/**
 * An open rotation fills the axis, with a part of what was before it, however old its secrets are; one secret by itself
 * has its whole life on it. What still comes, an end or the moment when it is safe, is always in sight.
 */
export function timeAxis(secrets: readonly Secret[], rotation: Rotation | null | undefined, now: number): TimeAxis {
  const issued = secrets.map(({ createdAt }) => Date.parse(createdAt));
  const oldest = Math.min(now, ...issued);
  const confirmBy = rotation?.reason === "CONFIRMING" ? rotation.confirmBy : undefined;
  const coming = [rotation?.endsAt, rotation?.safeAt, confirmBy].map(moment).filter((at) => at !== undefined);
  const last = Math.max(now, ...coming);
  const began = moment(rotation?.startedAt);
  const before = began === undefined ? oldest : Math.max(oldest, began - Math.max(last - began, HOUR) * 0.6);
  const length = Math.max(last - before, HOUR / 6);
  // Room for what goes on after now.
  return { from: before, to: last + length * (last > now ? 0.06 : 0.2), now };
}

/** Where a moment lies on the axis, in percent; what is beyond it lies at its edge. */
export function positionOn({ from, to }: TimeAxis, at: number): number {
  return Math.min(100, Math.max(0, ((at - from) / (to - from)) * 100));
}
