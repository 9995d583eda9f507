import type { ReactNode } from "react";
import styles from "./notice.module.css";

export type NoticeTone = "plain" | "new" | "old" | "bad";

/** One thing that has to be said where it stands. What is wrong interrupts a screen reader, all else waits. */
export function Notice({ tone = "plain", children }: { tone?: NoticeTone; children: ReactNode }) {
  return (
    <div className={`${styles.notice} ${styles[tone]}`} role={tone === "bad" ? "alert" : "status"}>
      {children}
    </div>
  );
}
