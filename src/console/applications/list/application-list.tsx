import { useSuspenseQuery } from "@apollo/client/react";
import { type ReactNode, useCallback, useMemo, useTransition } from "react";
import type { ApplicationsQueryVariables } from "../../api/gql/graphql.js";
import { Button } from "../../parts/button.js";
import { FailureNotice } from "../../parts/failure-notice.js";
import { Rows } from "../../parts/rows.js";
import { ApplicationRow } from "./application-row.js";
import styles from "./list.module.css";
import { APPLICATIONS } from "./list-query.js";
import { type LoadedPage, loadedPage, usePages } from "./use-pages.js";

export interface ApplicationListProps {
  variables: ApplicationsQueryVariables;
  /** What stands there when nothing fits. */
  empty: ReactNode;
}

/** The applications that fit, in pages that load as one scrolls. */
export function ApplicationList({ variables, empty }: ApplicationListProps) {
  const { data, error, refetch } = useSuspenseQuery(APPLICATIONS, { variables });
  const [isAsking, startTransition] = useTransition();
  const connection = data?.oauthApplications;
  const first = useMemo(() => connection && loadedPage(connection), [connection]);
  if (!first) {
    return (
      <div className={styles.more}>
        <FailureNotice errors={[error]} asked="read" />
        <Button busy={isAsking} onClick={() => startTransition(async () => void (await refetch()))}>
          Try again
        </Button>
      </div>
    );
  }
  if (first.ids.length === 0) return empty;
  return <LoadedRows key={first.next} variables={variables} first={first} />;
}

function LoadedRows({ variables, first }: { variables: ApplicationsQueryVariables; first: LoadedPage }) {
  const { further, hasMore, load, failure } = usePages(variables, first);
  const ids = useMemo(() => [first, ...further].flatMap((page) => page.ids), [first, further]);
  const { withSecrets } = variables;
  const more = useCallback(() => {
    if (!failure) void load();
  }, [failure, load]);
  return (
    <>
      <div className={styles.heads} aria-hidden="true">
        <span>Application</span>
        <span>{withSecrets ? "Secrets" : "Kind"}</span>
        <span>{withSecrets && "Hint"}</span>
        <span>{withSecrets ? "Last use" : "Registered"}</span>
      </div>
      <Rows
        label="Applications"
        ids={ids}
        row={(id) => <ApplicationRow id={id} withSecrets={withSecrets} />}
        isOpen={hasMore}
        more={more}
      />
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
