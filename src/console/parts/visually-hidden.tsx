import type { ReactNode } from "react";
import styles from "./visually-hidden.module.css";

/** For who listens to the page and does not see what stands around it. */
export function VisuallyHidden({ children }: { children: ReactNode }) {
  return <span className={styles.hidden}>{children}</span>;
}
