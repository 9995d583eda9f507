import { useSuspenseQuery } from "@apollo/client/react";
import { startTransition } from "react";
import { ApplicationRow } from "./application-row.js";
import { CreateApplication } from "./create-application.js";
import { FailureNotice } from "./failure-notice.js";
import { graphql } from "./gql/index.js";

export const APPLICATIONS_PAGE = graphql(`
  query ApplicationsPage($first: Int, $after: String) {
    oauthApplications(first: $first, after: $after) {
      totalCount
      edges { cursor node { id ...ApplicationRow_application } }
      pageInfo { hasNextPage endCursor }
    }
  }
`);

export function ApplicationsPage() {
  const { data, error, fetchMore } = useSuspenseQuery(APPLICATIONS_PAGE, {
    variables: { first: 20 },
    // Without SECRET_READ the rotations are null; the rest of the page stands.
    errorPolicy: "all",
  });
  const loadMore = () => startTransition(() => void fetchMore({ variables: { after: pageInfo?.endCursor ?? null } }));
  const { totalCount, edges, pageInfo } = data?.oauthApplications ?? {};
  return (
    <main>
      <h1>{`${totalCount ?? "No"} applications`}</h1>
      <FailureNotice error={error} />
      <CreateApplication />
      <ul>{edges?.map(({ node }) => node && <ApplicationRow key={node.id} application={node} />)}</ul>
      {pageInfo?.hasNextPage && (
        <button type="button" onClick={loadMore}>
          Load more
        </button>
      )}
    </main>
  );
}
