import { Skeleton } from "../parts/skeleton.js";
import styles from "./audit.module.css";

/** One event that is on its way. More may come and never less, so that nothing that stands above moves under a pointer. */
export function EventSkeleton({ label }: { label: string }) {
  return (
    <div className={styles.event} role="status" aria-label={label}>
      <Skeleton width="60%" height="18px" />
      <Skeleton width="110px" height="14px" />
      <Skeleton width="70px" height="14px" />
    </div>
  );
}
