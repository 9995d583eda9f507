import type { Secret } from "../page/handover.js";
import { hasGoneOver, type Use, usesOf } from "../page/uses.js";

export interface LockedOutNow {
  /** Whether anybody has used it within the time that counts as in use. */
  isInUse: boolean;
  /** Who has, and has not gone over since. */
  uses: readonly Use[];
  /** How many have gone over. */
  gone: number;
}

/** Whom it locks out that a secret stops and another one stays, of those who used it since a moment in milliseconds. */
export function lockedOutBy(secret: Secret, staying: Secret | undefined, since: number): LockedOutNow {
  const recent = usesOf(secret).filter(({ lastAt }) => Date.parse(lastAt) > since);
  const uses = recent.filter((use) => !hasGoneOver(use, staying));
  return { isInUse: Date.parse(secret.lastUsedAt ?? "") > since, uses, gone: recent.length - uses.length };
}
