import { useCallback, useRef } from "react";
import { type FurtherPage, hasSameRows, type LoadedPage, pagesBetween, withNews } from "./list-page.js";
import type { ListAnswer } from "./use-look.js";

interface Aging<Node> {
  first: LoadedPage<Node> | null;
  further: readonly FurtherPage<Node>[];
  /** When somebody began to look, in milliseconds: what was asked for before is too old. */
  since: number;
  ask: (after: string) => Promise<ListAnswer<unknown, Node>>;
  /** Told of each page that comes, with the rows that it had before. */
  came: (page: FurtherPage<Node>) => void;
  /** Told when there are other rows by now. */
  noteChanged: () => void;
}

/** Asks again for pages behind the first one as they come into the window, where they were loaded before somebody began to look. */
export function useRenewing<Node extends { id: string }>(list: Aging<Node>): (from: number, to: number) => void {
  const { first, further, since, ask, came, noteChanged } = list;
  const asked = useRef(new Set<string>());
  return useCallback(
    (from: number, to: number) => {
      const renew = async (page: FurtherPage<Node>) => {
        const asking = `${since} ${page.after}`;
        if (asked.current.has(asking)) return;
        asked.current.add(asking);
        const askedAt = Date.now();
        const { page: found } = await ask(page.after);
        if (!found) return;
        if (!hasSameRows(page, found)) noteChanged();
        came({ ...withNews(page, found), askedAt });
      };
      if (!first) return;
      for (const page of pagesBetween(first, further, from, to)) if (page.askedAt < since) void renew(page);
    },
    [first, further, since, ask, came, noteChanged],
  );
}
