import { useEffect, useEffectEvent } from "react";

const MARK = "secretOnScreen";

const isMarked = () => Boolean((history.state as Record<string, unknown> | null)?.[MARK]);

/**
 * While it is mounted nobody leaves by mistake: closing the tab, a reload and another address make the browser ask, and
 * Back calls `onBack` and stays. For that the history has one entry more, which is taken back afterwards.
 */
export function useLeavingAsks(onBack: () => void): void {
  const back = useEffectEvent(onBack);
  useEffect(() => {
    const ask = (leaving: BeforeUnloadEvent) => leaving.preventDefault();
    const mark = () => history.pushState({ [MARK]: true }, "");
    const stay = () => {
      if (isMarked()) return;
      mark();
      back();
    };
    if (!isMarked()) mark();
    window.addEventListener("beforeunload", ask);
    window.addEventListener("popstate", stay);
    return () => {
      window.removeEventListener("beforeunload", ask);
      window.removeEventListener("popstate", stay);
    };
  }, []);
}

/** Takes the entry back that kept Back from leaving. */
export function letLeave(): void {
  if (isMarked()) history.back();
}
