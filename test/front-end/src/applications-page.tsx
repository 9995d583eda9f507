import { useSuspenseQuery } from "@apollo/client/react";
import { useState, useTransition } from "react";
import { ApplicationRow } from "./application-row.js";
import { Boundary } from "./boundary.js";
import { CreateApplication } from "./create-application.js";
import { FailureNotice } from "./failure-notice.js";
import { graphql } from "./gql/index.js";
import { May, Permissions } from "./permissions.js";

export const APPLICATIONS_PAGE = graphql(`
  query ApplicationsPage($first: Int, $after: String) {
    oauthApplications(first: $first, after: $after) {
      totalCount
      edges { cursor node { id ...ApplicationRow_application } }
      pageInfo { hasNextPage endCursor }
    }
    viewer { permissions }
  }
`);

export function ApplicationsPage({ pageSize = 20 }: { pageSize?: number }) {
  const { data, error, fetchMore, refetch } = useSuspenseQuery(APPLICATIONS_PAGE, { variables: { first: pageSize } });
  const [failure, setFailure] = useState<unknown>(error);
  const [isWaiting, startTransition] = useTransition();
  const { totalCount, edges, pageInfo } = data?.oauthApplications ?? {};
  const ask = (send: () => Promise<{ error?: unknown }>) =>
    startTransition(async () => setFailure((await send()).error));
  // The client's own error policy is not asked for further pages.
  const loadMore = () => fetchMore({ variables: { after: pageInfo?.endCursor ?? null }, errorPolicy: "all" });
  const refresh = () => ask(() => refetch());
  return (
    <Permissions value={data?.viewer?.permissions}>
      <main>
        <h1>{totalCount === undefined ? "Applications" : `${totalCount} applications`}</h1>
        <FailureNotice errors={[failure]} asked="read" />
        <May permission="APPLICATION_WRITE">
          <CreateApplication hasList={edges !== undefined} refresh={refresh} />
        </May>
        <ul>
          {edges?.map(
            ({ node }) =>
              node && (
                <Boundary key={node.id}>
                  <ApplicationRow application={node} />
                </Boundary>
              ),
          )}
        </ul>
        {pageInfo?.hasNextPage && (
          <button type="button" disabled={isWaiting} onClick={() => ask(loadMore)}>
            Load more
          </button>
        )}
        <button type="button" disabled={isWaiting} onClick={refresh}>
          Refresh
        </button>
      </main>
    </Permissions>
  );
}
