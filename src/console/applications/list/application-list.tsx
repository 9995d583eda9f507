import { useSuspenseQuery } from "@apollo/client/react";
import { type ReactNode, useCallback, useState, useTransition } from "react";
import type { OAuthApplicationFilter, OAuthApplicationOrder } from "../../api/gql/graphql.js";
import { Button } from "../../parts/button.js";
import { FailureNotice } from "../../parts/failure-notice.js";
import { ApplicationRow } from "./application-row.js";
import styles from "./list.module.css";
import { APPLICATIONS, PAGE_SIZE } from "./list-query.js";
import { Rows } from "./rows.js";

export interface ApplicationListProps {
  filter: OAuthApplicationFilter | undefined;
  orderBy: OAuthApplicationOrder | undefined;
  withSecrets: boolean;
  /** What stands there when nothing fits. */
  empty: ReactNode;
}

/** The applications that fit, in pages that load as one scrolls. */
export function ApplicationList({ filter, orderBy, withSecrets, empty }: ApplicationListProps) {
  const { data, error, fetchMore, refetch } = useSuspenseQuery(APPLICATIONS, {
    variables: { first: PAGE_SIZE, filter, orderBy, withSecrets },
  });
  const [failure, setFailure] = useState<unknown>();
  const [isWaiting, startTransition] = useTransition();
  const { edges = [], pageInfo } = data?.oauthApplications ?? {};
  const after = pageInfo?.endCursor;
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
  if (!data?.oauthApplications) {
    return (
      <div className={styles.more}>
        <FailureNotice errors={[error]} asked="read" />
        <Button onClick={() => startTransition(async () => void (await refetch()))}>Try again</Button>
      </div>
    );
  }
  const nodes = (edges ?? []).flatMap(({ node }) => node ?? []);
  if (nodes.length === 0) return empty;
  return (
    <>
      <div className={styles.heads} aria-hidden="true">
        <span>Application</span>
        <span>Secrets</span>
        <span>{withSecrets && "Hint"}</span>
        <span>{withSecrets ? "Last use" : "Registered"}</span>
      </div>
      <Rows
        label="Applications"
        ids={nodes.map(({ id }) => id)}
        row={(position) => {
          const node = nodes[position];
          return node && <ApplicationRow application={node} withSecrets={withSecrets} />;
        }}
        isOpen={pageInfo?.hasNextPage ?? false}
        more={more}
      />
      {pageInfo?.hasNextPage && (
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
