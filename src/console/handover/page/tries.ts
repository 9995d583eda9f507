import type { Handover, Secret } from "./handover.js";
import { refusalsOf, type Use } from "./uses.js";

/** How long a try is told beside the headline; its trace stays in the table for longer. */
const NEWS_MILLISECONDS = 24 * 3_600_000;

export interface Try {
  /** The secret that has stopped. */
  secret: Secret;
  use: Use;
}

/** The last that somebody was refused with a secret that has stopped, for a day. */
export function latestTry({ secrets }: Pick<Handover, "secrets">, now: number): Try | undefined {
  const tries = (secrets ?? []).flatMap((secret) => refusalsOf(secret).map((use) => ({ secret, use })));
  const [latest] = tries.toSorted((one, other) => momentOf(other) - momentOf(one));
  return latest && momentOf(latest) > now - NEWS_MILLISECONDS ? latest : undefined;
}

function momentOf({ use }: Try): number {
  return Date.parse(use.lastAt);
}
