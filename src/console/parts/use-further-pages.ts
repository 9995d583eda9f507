import { startTransition, useCallback, useRef, useState } from "react";
import { type FurtherPage, hasSameRows, type LoadedPage, withNews } from "./list-page.js";
import type { ListAnswer } from "./use-look.js";

interface Behind<Node> {
  first: LoadedPage<Node> | null;
  ask: (after: string) => Promise<ListAnswer<unknown, Node>>;
  /** Told of each page that comes. */
  came: (page: FurtherPage<Node>) => void;
  /** The pages that are there already where the list begins with another first page. */
  remembered: () => FurtherPage<Node>[];
  /** Pages with what was learnt of their rows since. */
  renewed: (pages: FurtherPage<Node>[]) => FurtherPage<Node>[];
}

/** The pages behind the first one, as they are loaded, and as long as the first one has the same rows. */
export function useFurtherPages<Node extends { id: string }>(list: Behind<Node>) {
  const { first, ask, came, remembered, renewed } = list;
  // A round ends when the list begins anew: what was asked for in it comes too late then.
  const [{ of, round, pages }, setFurther] = useState(() => ({ of: first, round: 0, pages: renewed(remembered()) }));
  const [failure, setFailure] = useState<unknown>();
  if (of !== first) {
    const isSame = hasSameRows(of, first);
    const next = renewed(isSame ? pages : remembered());
    setFurther({ of: first, round: isSame ? round : round + 1, pages: next });
    if (!isSame) setFailure(undefined);
  }
  const change = useCallback(
    (next: (pages: FurtherPage<Node>[]) => FurtherPage<Node>[], asked?: number) =>
      setFurther((now) => (asked === undefined || asked === now.round ? { ...now, pages: next(now.pages) } : now)),
    [],
  );
  const after = (pages.at(-1) ?? first)?.next ?? null;
  const latest = useRef<string>(undefined);
  const load = useCallback(async () => {
    // A page that has come is drawn a moment later: until then, too, it is not asked for again.
    const asking = `${round} ${after}`;
    if (!after || latest.current === asking) return;
    latest.current = asking;
    const askedAt = Date.now();
    let page: LoadedPage<Node> | null = null;
    try {
      const answer = await ask(after);
      page = answer.page;
      setFailure(page ? undefined : answer.error);
    } finally {
      if (!page && latest.current === asking) latest.current = undefined;
    }
    if (!page) return;
    const next = { ...page, after, askedAt };
    came(next);
    // Small steps: a page that comes in while somebody scrolls holds up no frame.
    startTransition(() => change((before) => [...before, next], round));
  }, [round, after, ask, came, change]);
  /** Shows what was found in rows that are there, and leaves them where they are. */
  const learn = useCallback(
    (page: LoadedPage<Node>) => change((before) => before.map((one) => withNews(one, page))),
    [change],
  );
  const beginAnew = useCallback(() => setFurther((now) => ({ ...now, round: now.round + 1, pages: [] })), []);
  return { pages, hasMore: after !== null, load, failure, learn, beginAnew };
}
