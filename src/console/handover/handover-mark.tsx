import styles from "./handover-mark.module.css";

/** The picture of the product: an old lane that ends, and a new one that has begun before. */
export function HandoverMark() {
  return (
    <svg className={styles.mark} width="88" height="28" viewBox="0 0 88 28" aria-hidden="true">
      <rect className={styles.old} x="0.5" y="2.5" width="52" height="8" rx="4" />
      <rect className={styles.new} x="31.5" y="17.5" width="56" height="8" rx="4" />
    </svg>
  );
}
