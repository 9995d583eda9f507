import { useMemo } from "react";
import { useNow } from "./clock.js";
import { calendarDay, clockTime, exactTime, relativeTime } from "./relative-time.js";
import styles from "./time.module.css";

const SHAPES = { relative: relativeTime, day: calendarDay, clock: clockTime };

export interface TimeProps {
  /** As the gateway says it (RFC 3339). */
  at: string;
  /** How it is told; by default how far away it is. */
  as?: keyof typeof SHAPES;
  /** In a long list the row has the focus, and its time is no stop on the way: the exact one shows with the row's focus. */
  inRow?: boolean;
}

/** A moment, told from now on; the exact one shows on hover and focus. */
export function Time({ at, as = "relative", inRow = false }: TimeProps) {
  const now = useNow();
  const milliseconds = Date.parse(at);
  const exact = useMemo(() => exactTime(milliseconds), [milliseconds]);
  return (
    <time
      className={`${styles.time} ${inRow ? styles.inRow : ""}`}
      dateTime={at}
      data-exact={exact}
      tabIndex={inRow ? undefined : 0}
    >
      {SHAPES[as](milliseconds, now)}
    </time>
  );
}
