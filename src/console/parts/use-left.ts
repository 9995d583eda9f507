import { useCallback, useEffect, useState } from "react";
import { Clicks } from "./clicks.js";

/**
 * Which fields of a form somebody has left: what is wrong in them is said from then on, and not while they type. Who
 * leaves one by a click has clicked first: what is said then moves all that is below it, and the click would miss.
 */
export function useLeft(): readonly [left: ReadonlySet<string>, leave: (field: string) => void] {
  const [clicks] = useState(() => new Clicks());
  useEffect(() => clicks.watch(), [clicks]);
  const [left, setLeft] = useState<ReadonlySet<string>>(() => new Set());
  const leave = useCallback(
    (field: string) =>
      clicks.after(() => setLeft((before) => (before.has(field) ? before : new Set([...before, field])))),
    [clicks],
  );
  return [left, leave];
}
