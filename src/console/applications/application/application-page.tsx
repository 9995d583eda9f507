import { useSuspenseQuery } from "@apollo/client/react";
import { Link, useParams } from "wouter";
import { graphql } from "../../api/gql/index.js";
import { EmptyState } from "../../parts/empty-state.js";
import { FailureNotice } from "../../parts/failure-notice.js";
import { Page } from "../../parts/page.js";

const APPLICATION = graphql(`
  query Application($id: ID!) {
    oauthApplication(id: $id) { id clientId name }
  }
`);

export function ApplicationPage() {
  const { id } = useParams<{ id: string }>();
  const { data, error } = useSuspenseQuery(APPLICATION, { variables: { id } });
  const application = data?.oauthApplication;
  return (
    <Page
      title={application?.name ?? "Application"}
      crumb={<Link href="/applications">Applications</Link>}
      note={<code>{application?.clientId}</code>}
    >
      <FailureNotice errors={[error]} asked="read" />
      {!application && !error && (
        <EmptyState title="There is no such application">It may have been deleted.</EmptyState>
      )}
    </Page>
  );
}
