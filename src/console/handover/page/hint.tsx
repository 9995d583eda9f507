import type { Secret } from "./handover.js";
import styles from "./hint.module.css";

/** What may be shown of a secret, in a sentence: in one piece, wherever the line ends. */
export function Hint({ of: { hint } }: { of: Pick<Secret, "hint"> }) {
  return <span className={styles.hint}>{hint}</span>;
}
