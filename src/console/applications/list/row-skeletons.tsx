import { Skeleton } from "../../parts/skeleton.js";
import styles from "./list.module.css";

/** Rows that are on their way, in the size of rows. */
export function RowSkeletons() {
  return (
    <div role="status" aria-label="The applications are loading">
      {["70%", "45%", "60%", "50%", "65%", "40%"].map((width) => (
        <div key={width} className={styles.row}>
          <div className={styles.who}>
            <Skeleton width={width} height="18px" />
          </div>
          <Skeleton width="150px" height="14px" />
          <div className={styles.hint}>
            <Skeleton width="80px" height="14px" />
          </div>
          <Skeleton width="80px" height="14px" />
        </div>
      ))}
    </div>
  );
}
