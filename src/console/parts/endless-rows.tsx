import { type ReactNode, useCallback, useEffect } from "react";
import { Button } from "./button.js";
import styles from "./endless-rows.module.css";
import { FailureNotice } from "./failure-notice.js";
import { Rows } from "./rows.js";
import type { Pages } from "./use-pages.js";

export interface EndlessRowsProps<Node> {
  /** What the list shows, for who does not see it. */
  label: string;
  pages: Pages<Node>;
  row: (node: Node) => ReactNode;
}

/** A list whose pages load as one scrolls; when one does not come, that is said at its end, and it can be asked for again. */
export function EndlessRows<Node extends { id: string }>({ label, pages, row }: EndlessRowsProps<Node>) {
  const { nodes, hasMore, load, failure } = pages;
  const more = useCallback(() => {
    if (!failure) void load();
  }, [failure, load]);
  useEffect(() => {
    if (!failure) return;
    const again = () => void load();
    addEventListener("online", again);
    return () => removeEventListener("online", again);
  }, [failure, load]);
  return (
    <>
      <Rows label={label} nodes={nodes} row={row} isOpen={hasMore} more={more} />
      {hasMore && (
        <div className={styles.more} aria-live="polite">
          {failure ? (
            <>
              <FailureNotice errors={[failure]} asked="read" />
              <Button onClick={() => void load()}>Load more</Button>
            </>
          ) : (
            "Loading more…"
          )}
        </div>
      )}
    </>
  );
}
