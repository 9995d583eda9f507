import type { Handover, Secret } from "./handover.js";
import { endOf } from "./time-axis.js";
import { refusalsOf } from "./uses.js";

/** How long a secret that has stopped stays in sight, unless somebody still tries it. */
const NEWS_MILLISECONDS = 7 * 24 * 3_600_000;

/** For so many there is room on the time axis, unless all are wanted. */
const SHOWN = 3;

export interface RetiredSecrets {
  /** Those that somebody still tries before others, then those with the latest news; the oldest secret first. */
  shown: readonly Secret[];
  /** How many more there are. */
  more: number;
}

/** The secrets that have stopped, each as long as that is news or somebody is refused with it. */
export function retiredSecrets({ secrets }: Pick<Handover, "secrets">, now: number, atMost = SHOWN): RetiredSecrets {
  const inSight = (secrets ?? [])
    .filter(({ status }) => status === "REVOKED" || status === "EXPIRED")
    .filter((secret) => refusalsOf(secret).length > 0 || (endOf(secret) ?? 0) > now - NEWS_MILLISECONDS)
    .toSorted((one, other) => Number(isTried(other, now)) - Number(isTried(one, now)) || newsOf(other) - newsOf(one));
  const shown = inSight.slice(0, atMost).toSorted((one, other) => createdAt(one) - createdAt(other));
  return { shown, more: inSight.length - shown.length };
}

/** Whether somebody was refused with it lately. */
function isTried(secret: Secret, now: number): boolean {
  return refusalsOf(secret).some(({ lastAt }) => Date.parse(lastAt) > now - NEWS_MILLISECONDS);
}

/** When a secret stopped, or was last tried since. */
function newsOf(secret: Secret): number {
  return Math.max(endOf(secret) ?? 0, ...refusalsOf(secret).map(({ lastAt }) => Date.parse(lastAt)));
}

function createdAt(secret: Secret): number {
  return Date.parse(secret.createdAt);
}
