import styles from "./list-row.module.css";
import { Skeleton } from "./skeleton.js";

/** Rows that are on their way, in the size of rows. */
export function ListSkeletons({ label }: { label: string }) {
  return (
    <div role="status" aria-label={label}>
      {["60%", "40%", "55%", "45%"].map((width) => (
        <div key={width} className={styles.row}>
          <div>
            <Skeleton width={width} height="18px" />
          </div>
          <Skeleton width="110px" height="14px" />
          <Skeleton width="90px" height="14px" />
        </div>
      ))}
    </div>
  );
}
