import { type ReactNode, useCallback, useMemo, useState, useTransition } from "react";
import { Button } from "./button.js";
import styles from "./endless-rows.module.css";
import { FailureNotice } from "./failure-notice.js";
import { Rows } from "./rows.js";

export interface EndlessRowsProps<Node> {
  /** What the list shows, for who does not see it. */
  label: string;
  nodes: readonly Node[];
  row: (node: Node) => ReactNode;
  /** Where the last page ends, and whether there is another. */
  pageInfo: { hasNextPage: boolean; endCursor: string | null } | undefined;
  /** Asks for the page after a cursor; what it answers with stands in `nodes` then. */
  fetchMore: (more: { variables: { after: string | null }; errorPolicy: "all" }) => Promise<{ error?: unknown }>;
}

/** A list whose pages load as one scrolls; when one does not come, that is said at its end, and it can be asked for again. */
export function EndlessRows<Node extends { id: string }>({
  label,
  nodes,
  row,
  pageInfo,
  fetchMore,
}: EndlessRowsProps<Node>) {
  const byId = useMemo(() => new Map(nodes.map((node) => [node.id, node])), [nodes]);
  const ids = useMemo(() => [...byId.keys()], [byId]);
  const [failure, setFailure] = useState<unknown>();
  const [isWaiting, startTransition] = useTransition();
  const after = pageInfo?.endCursor ?? null;
  const load = useCallback(() => {
    startTransition(async () => {
      // The client's own error policy is not asked for further pages.
      const answer = await fetchMore({ variables: { after }, errorPolicy: "all" });
      setFailure(answer.error);
    });
  }, [fetchMore, after]);
  const more = useCallback(() => {
    if (!isWaiting && !failure) load();
  }, [isWaiting, failure, load]);
  const isOpen = pageInfo?.hasNextPage ?? false;
  return (
    <>
      <Rows
        label={label}
        ids={ids}
        row={(id) => {
          const node = byId.get(id);
          return node && row(node);
        }}
        isOpen={isOpen}
        more={more}
      />
      {isOpen && (
        <div className={styles.more} aria-live="polite">
          {failure ? (
            <>
              <FailureNotice errors={[failure]} asked="read" />
              <Button onClick={load}>Load more</Button>
            </>
          ) : (
            "Loading more…"
          )}
        </div>
      )}
    </>
  );
}
