import type { Handover, Secret } from "./handover.js";
import { refusalsOf, type Use } from "./uses.js";

/** How long a try is told beside the headline; its trace stays in the table for longer. */
const NEWS_MILLISECONDS = 24 * 3_600_000;

export interface Try {
  /** The secret that has stopped. */
  secret: Secret;
  use: Use;
}

export interface Tries {
  /** Each source with each secret that has stopped, the latest first. */
  shown: readonly Try[];
  /** How many more there are. */
  more: number;
}

/** For so many there is room. */
const SHOWN = 3;

/** Who was refused with secrets that have stopped, for a day. */
export function latestTries({ secrets }: Pick<Handover, "secrets">, now: number): Tries {
  const tries = (secrets ?? [])
    .flatMap((secret) => refusalsOf(secret).map((use) => ({ secret, use })))
    .filter((one) => momentOf(one) > now - NEWS_MILLISECONDS)
    .toSorted((one, other) => momentOf(other) - momentOf(one));
  return { shown: tries.slice(0, SHOWN), more: Math.max(0, tries.length - SHOWN) };
}

function momentOf({ use }: Try): number {
  return Date.parse(use.lastAt);
}
