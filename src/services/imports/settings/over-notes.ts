import { nameIn, type SourceNames } from "./source-names.js";
import { LIST_NAMES, LISTS, type ListName, MAX_LOOKED_AT } from "./usable-list.js";

/** From which place on the items of lists were left out, since these have no room for more. */
export type OverFrom = Partial<Record<ListName, number>>;

/** How many items each list had no room for, beside those that the application has nevertheless. */
export function overNotes(
  names: SourceNames | undefined,
  brought: Partial<Record<ListName, readonly string[]>>,
  overFrom: OverFrom,
  here: Record<ListName, readonly string[]>,
): string[] {
  return LIST_NAMES.flatMap((list) => {
    if (overFrom[list] === undefined) return [];
    const has = new Set(here[list]);
    const count = brought[list]?.slice(overFrom[list]).filter((item) => !has.has(item)).length ?? 0;
    if (count === 0) return [];
    const most = `since there may be at most ${LISTS[list]}, and ${MAX_LOOKED_AT} are looked at`;
    return [`${nameIn(names, list)}: the last ${count} were left out, ${most}.`];
  });
}
