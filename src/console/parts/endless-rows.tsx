import { type ReactNode, useCallback, useEffect, useTransition } from "react";
import { Button } from "./button.js";
import styles from "./endless-rows.module.css";
import { FailureNotice } from "./failure-notice.js";
import { LookLine } from "./look-line.js";
import { Rows } from "./rows.js";
import type { AskedPages, Pages } from "./use-pages.js";

export interface EndlessRowsProps<Node> {
  /** What the list shows, for who does not see it. */
  label: string;
  asked: AskedPages<Node>;
  row: (node: Node) => ReactNode;
  /** Above the rows, where there are any. */
  heads?: ReactNode;
  /** In the place of rows, where there are none. */
  empty: ReactNode;
}

/** A list whose pages load as one scrolls, and how fresh it is. */
export function EndlessRows<Node extends { id: string }>({ label, asked, row, heads, empty }: EndlessRowsProps<Node>) {
  const { pages, error, look, refetch } = asked;
  if (!pages) return <NoAnswer error={error} refetch={refetch} />;
  return (
    <>
      <LookLine look={look} />
      {pages.nodes.length === 0 ? (
        empty
      ) : (
        <>
          {heads}
          <LoadedRows label={label} pages={pages} row={row} />
        </>
      )}
    </>
  );
}

function NoAnswer({ error, refetch }: Pick<AskedPages<never>, "error" | "refetch">) {
  const [isAsking, startTransition] = useTransition();
  return (
    <div className={styles.more}>
      <FailureNotice errors={[error]} asked="read" />
      <Button busy={isAsking} onClick={() => startTransition(async () => void (await refetch()))}>
        Try again
      </Button>
    </div>
  );
}

interface LoadedRowsProps<Node> {
  label: string;
  pages: Pages<Node>;
  row: (node: Node) => ReactNode;
}

/** The rows; when a page does not come, that is said at their end, and it can be asked for again. */
function LoadedRows<Node extends { id: string }>({ label, pages, row }: LoadedRowsProps<Node>) {
  const { nodes, hasMore, load, failure, see, element } = pages;
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
      <Rows label={label} nodes={nodes} row={row} isOpen={hasMore} more={more} see={see} element={element} />
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
