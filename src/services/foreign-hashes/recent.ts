/** How long it counts what a check found. */
export const REMEMBERED_MS = 60_000;

/** Whether what was found at a moment still counts. One in the future comes from a clock that was ahead. */
export function isRecent(at: number, now: number): boolean {
  return Math.abs(now - at) < REMEMBERED_MS;
}
