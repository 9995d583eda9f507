import type { LineReading, WaitingUris } from "../../../model/imported-client.js";

/** The lists of which items may wait for the organization's `allowHttpRedirectUris`. */
export const WAITING_LISTS = ["redirectUris", "postLogoutRedirectUris"] as const;
export type WaitingList = (typeof WAITING_LISTS)[number];

/** What a row has of those that wait. */
export function readingOfWaiting(waiting: WaitingUris): Pick<LineReading, "waitingForHttp" | "waiting"> {
  const waitingForHttp = countOf(waiting);
  return { waitingForHttp, ...(waitingForHttp > 0 ? { waiting } : {}) };
}

/** The places of those of a list that had to wait; undefined where only the number of all of them is known, as of older rows. */
export function placesKnown(reading: LineReading | null | undefined, list: string): readonly number[] | undefined {
  const { waiting, waitingForHttp = 0 } = reading ?? {};
  if (!WAITING_LISTS.some((one) => one === list)) return [];
  return waiting || waitingForHttp === 0 ? (waiting?.[list as WaitingList] ?? []) : undefined;
}

/** Whether some that waited wait no more. That others do is no change of the line: they had come, and were removed here. */
export function isWaitOver({ waiting, waitingForHttp }: LineReading, now: WaitingUris): boolean {
  if (!waiting) return countOf(now) < waitingForHttp;
  return WAITING_LISTS.some((list) => waiting[list]?.some((place) => !now[list]?.includes(place)));
}

/** Whether a row says of what waits just this. */
export function isSameWait(reading: LineReading | null, waiting: WaitingUris): boolean {
  const parts = [reading?.waitingForHttp, reading?.waiting ?? {}];
  return JSON.stringify(parts) === JSON.stringify([countOf(waiting), waiting]);
}

/** Lists without any are left out. */
export function waitingOf(placesIn: (list: WaitingList) => number[]): WaitingUris {
  return Object.fromEntries(
    WAITING_LISTS.map((list) => [list, placesIn(list)] as const).filter(([, places]) => places.length > 0),
  );
}

export function countOf(waiting: WaitingUris): number {
  return WAITING_LISTS.reduce((count, list) => count + (waiting[list]?.length ?? 0), 0);
}
