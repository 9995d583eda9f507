import type { ReactNode } from "react";
import type { ApplicationsQuery, ApplicationsQueryVariables } from "../../api/gql/graphql.js";
import { EndlessRows } from "../../parts/endless-rows.js";
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
  const asked = usePages({
    document: APPLICATIONS,
    listIn: applicationsIn,
    variables,
    isRemembered: true,
    changing: CHANGING_APPLICATION,
  });
  const { withSecrets } = variables;
  return (
    <EndlessRows
      label="Applications"
      asked={asked}
      row={(node) => <ApplicationRow application={node} withSecrets={withSecrets} />}
      heads={
        <div className={styles.heads} aria-hidden="true">
          <span>Application</span>
          <span>{withSecrets ? "Secrets" : "Kind"}</span>
          <span>{withSecrets && "Hint"}</span>
          <span>{withSecrets ? "Last use" : "Registered"}</span>
        </div>
      }
      empty={empty}
    />
  );
}
