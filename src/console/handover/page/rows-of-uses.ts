import { type Handover, type Secret, worksNow } from "./handover.js";
import { retiredSecrets } from "./retired-secrets.js";
import { goneOverTo, hasNothingThatWorks, refusalsOf, type Use, usesOf } from "./uses.js";

export interface UseRow {
  use: Use;
  secret: Secret;
  part: "old" | "new" | "stopped" | "refused";
  /** The secret that the same source has used since, and that works. */
  goneOverTo: Secret | undefined;
  /** Whoever came has used one that has stopped, and is not seen to have another. */
  hasNothing: boolean;
}

/**
 * Who uses the old secret, or the only one there is, who used those that stopped lately, and who is refused with them:
 * latest first.
 */
export function rowsOfUses(application: Handover, now: number): UseRow[] {
  const { current, previous } = worksNow(application);
  const working = [current, previous].filter((secret) => secret !== undefined);
  const rowsOf = (secret: Secret, part: UseRow["part"], uses: readonly Use[]): UseRow[] => {
    const others = working.filter((other) => other !== secret);
    return uses.map((use) => ({
      use,
      secret,
      part,
      goneOverTo: goneOverTo(use, others),
      hasNothing: part === "stopped" && hasNothingThatWorks(use, others),
    }));
  };
  const used = previous ?? current;
  return [
    ...(used ? rowsOf(used, previous ? "old" : "new", usesOf(used)) : []),
    ...retiredSecrets(application, now).shown.flatMap((secret) => rowsOf(secret, "stopped", usesOf(secret))),
    ...(application.secrets ?? []).flatMap((secret) => rowsOf(secret, "refused", refusalsOf(secret))),
  ].toSorted((one, other) => Date.parse(other.use.lastAt) - Date.parse(one.use.lastAt));
}
