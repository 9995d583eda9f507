import { type ReactNode, useTransition } from "react";
import type { ApplicationsQuery, ApplicationsQueryVariables } from "../../api/gql/graphql.js";
import { Button } from "../../parts/button.js";
import { EndlessRows } from "../../parts/endless-rows.js";
import rowStyles from "../../parts/endless-rows.module.css";
import { FailureNotice } from "../../parts/failure-notice.js";
import { usePages } from "../../parts/use-pages.js";
import { ApplicationRow, CHANGING_APPLICATION } from "./application-row.js";
import styles from "./list.module.css";
import { APPLICATIONS } from "./list-query.js";

export interface ApplicationListProps {
  variables: ApplicationsQueryVariables;
  /** What stands there when nothing fits. */
  empty: ReactNode;
}

const applicationsIn = ({ oauthApplications }: ApplicationsQuery) => oauthApplications;

/** The applications that fit, in pages that load as one scrolls. */
export function ApplicationList({ variables, empty }: ApplicationListProps) {
  const { pages, error, refetch } = usePages({
    document: APPLICATIONS,
    listIn: applicationsIn,
    variables,
    isRemembered: true,
    changing: CHANGING_APPLICATION,
  });
  const [isAsking, startTransition] = useTransition();
  const { withSecrets } = variables;
  if (!pages) {
    return (
      <div className={rowStyles.more}>
        <FailureNotice errors={[error]} asked="read" />
        <Button busy={isAsking} onClick={() => startTransition(async () => void (await refetch()))}>
          Try again
        </Button>
      </div>
    );
  }
  if (pages.nodes.length === 0) return empty;
  return (
    <>
      <div className={styles.heads} aria-hidden="true">
        <span>Application</span>
        <span>{withSecrets ? "Secrets" : "Kind"}</span>
        <span>{withSecrets && "Hint"}</span>
        <span>{withSecrets ? "Last use" : "Registered"}</span>
      </div>
      <EndlessRows
        label="Applications"
        pages={pages}
        row={(node) => <ApplicationRow application={node} withSecrets={withSecrets} />}
      />
    </>
  );
}
