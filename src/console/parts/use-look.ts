import { useApolloClient } from "@apollo/client/react";
import { type RefObject, useCallback, useEffect, useEffectEvent, useRef, useState, useTransition } from "react";
import { answerTimes } from "../api/answer-times.js";
import { moveClock } from "./clock.js";
import { hasSameRows, type LoadedPage } from "./list-page.js";
import { mayMove } from "./may-move.js";
import { useAnsweredAt } from "./use-answered-at.js";

/** How fresh a list is. */
export interface Look {
  /** When its beginning was answered last, in milliseconds; undefined before. */
  at: number | undefined;
  isLooking: boolean;
  /** Why the last look brought nothing. */
  failure: unknown;
  /** Whether rows have come or gone that are not shown yet. */
  hasChanged: boolean;
  /** Looks now, and shows whatever comes. */
  refresh: () => void;
}

export interface ListAnswer<Data, Node> {
  page: LoadedPage<Node> | null;
  data: Data | undefined;
  error: unknown;
}

interface Looking<Data, Node> {
  question: string;
  first: LoadedPage<Node> | null;
  element: RefObject<HTMLElement | null>;
  /** Asks for the first page. */
  ask: () => Promise<ListAnswer<Data, Node>>;
  /** Shows it; `anew` without what was loaded behind the one before. */
  show: (data: Data, anew: boolean) => void;
  /** Shows what has become of the rows that are there already. */
  learn: (page: LoadedPage<Node>) => void;
  refetch: () => Promise<unknown>;
}

/**
 * Looks at a list again when it is opened, when its tab is seen again and when the network is back. What has become of
 * its rows shows at once; which rows there are changes only where nobody is about to choose one, or by `refresh`.
 */
export function useLook<Data, Node extends { id: string }>(list: Looking<Data, Node>) {
  const { question } = list;
  const times = answerTimes(useApolloClient());
  const at = useAnsweredAt(question);
  const [since, setSince] = useState(() => Date.now());
  const [isLooking, setLooking] = useState(false);
  const [failure, setFailure] = useState<unknown>();
  const [hasChanged, setChanged] = useState(false);
  const [, startTransition] = useTransition();
  const latest = useRef({ ...list, hasChanged });
  useEffect(() => {
    latest.current = { ...list, hasChanged };
  });
  const isAsking = useRef(false);
  const isWanted = useRef(false);
  const lookAgain = useCallback(async () => {
    if (isAsking.current) return;
    isAsking.current = true;
    setLooking(true);
    setSince(Date.now());
    const { page, data, error } = await latest.current.ask();
    const now = latest.current;
    const isSame = hasSameRows(now.first, page);
    const isAsked = isWanted.current;
    isAsking.current = false;
    isWanted.current = false;
    times.see(question);
    moveClock();
    setLooking(false);
    setFailure(page ? undefined : error);
    if (!page || !data) return;
    if (!now.first) return startTransition(async () => void (await now.refetch()));
    if (!isAsked && !isSame && !mayMove(now.element.current)) {
      setChanged(true);
      return now.learn(page);
    }
    if (isAsked || !isSame) setChanged(false);
    now.show(data, isAsked && (now.hasChanged || !isSame));
  }, [question, times]);
  const refresh = useCallback(() => {
    isWanted.current = true;
    void lookAgain();
  }, [lookAgain]);
  const opened = useEffectEvent(() => {
    moveClock();
    if (!times.see(question)) void lookAgain();
  });
  useEffect(() => {
    opened();
    const again = () => {
      if (!document.hidden) void lookAgain();
    };
    document.addEventListener("visibilitychange", again);
    addEventListener("online", again);
    return () => {
      times.see(question);
      document.removeEventListener("visibilitychange", again);
      removeEventListener("online", again);
    };
  }, [lookAgain, question, times]);
  const look: Look = { at, isLooking, failure, hasChanged, refresh };
  return { look, since, noteChanged: useCallback(() => setChanged(true), []) };
}
