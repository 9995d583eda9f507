import { useEffect, useEffectEvent } from "react";
import { gatewayErrors } from "../../api/gateway-errors.js";
import { useLookAgain } from "./use-look-again.js";

const EVERY_MILLISECONDS = 3000;
const AT_MOST_MILLISECONDS = 60_000;

/**
 * Keeps an application's secrets up to date while somebody looks: a small question every three seconds, one at a time,
 * less and less often while it fails and never sooner than the gateway wants, none while the page is hidden, and one at
 * once when it is seen again. (A poll of Apollo Client has one pace for good days and bad ones.)
 */
export function useLive(id: string): void {
  const look = useEffectEvent(useLookAgain(id));
  // biome-ignore lint/correctness/useExhaustiveDependencies: another application begins anew.
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let wait = EVERY_MILLISECONDS;
    let isLooking = false;
    let isOver = false;
    const again = async () => {
      timer = undefined;
      if (document.hidden || isLooking || isOver) return;
      isLooking = true;
      const error = await look();
      isLooking = false;
      wait = error ? Math.max(Math.min(wait * 2, AT_MOST_MILLISECONDS), wanted(error)) : EVERY_MILLISECONDS;
      if (!isOver) timer = setTimeout(again, wait);
    };
    const seen = () => {
      if (document.hidden) return;
      clearTimeout(timer);
      void again();
    };
    timer = setTimeout(again, wait);
    document.addEventListener("visibilitychange", seen);
    window.addEventListener("online", seen);
    return () => {
      isOver = true;
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", seen);
      window.removeEventListener("online", seen);
    };
  }, [id]);
}

/** How long the gateway wants to be left alone, in milliseconds. */
function wanted(error: unknown): number {
  const seconds = gatewayErrors(error).map((one) => ("retryAfterSeconds" in one ? (one.retryAfterSeconds ?? 0) : 0));
  return Math.max(...seconds) * 1000;
}
