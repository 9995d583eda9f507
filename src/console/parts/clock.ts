import { useSyncExternalStore } from "react";

const STEP_MILLISECONDS = 10_000;

/** The moment that all relative times of the page are told from; it moves on every ten seconds while somebody looks. */
let now = Date.now();
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

/** What has just come from the gateway is told from its own moment, lest it lie in the future. */
export function moveClock(): void {
  if (document.hidden) return;
  now = Date.now();
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  if (listeners.size === 0) {
    now = Date.now();
    timer = setInterval(moveClock, STEP_MILLISECONDS);
    document.addEventListener("visibilitychange", moveClock);
  }
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    document.removeEventListener("visibilitychange", moveClock);
  };
}

/** The present, in milliseconds; renders again as it goes on. */
export function useNow(): number {
  return useSyncExternalStore(subscribe, () => now);
}
