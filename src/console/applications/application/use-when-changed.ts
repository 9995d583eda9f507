import { useEffect, useEffectEvent, useRef, useTransition } from "react";

/** Asks again once a version is another one than before; what is there stays until the answer is. */
export function useWhenChanged(version: number, ask: () => Promise<unknown>): void {
  const seen = useRef(version);
  const [, startTransition] = useTransition();
  const again = useEffectEvent(ask);
  useEffect(() => {
    if (seen.current === version) return;
    seen.current = version;
    startTransition(async () => void (await again()));
  }, [version]);
}
