import type { Handover } from "./handover.js";
import styles from "./verdict.module.css";
import { verdictOf } from "./verdict-of.js";

/** The first thing on the page. A screen reader hears when it changes, and is not told each minute that passes. */
export function VerdictLine({ application }: { application: Handover }) {
  const { sign, tone, title, why } = verdictOf(application);
  return (
    <div className={styles.verdict} data-tone={tone}>
      <span className={styles.sign} aria-hidden="true">
        {sign}
      </span>
      <div>
        <p className={styles.title} aria-live="polite">
          {title}
        </p>
        <p className={styles.why}>{why}</p>
      </div>
    </div>
  );
}
