import { useSuspenseQuery } from "@apollo/client/react";
import type { AuditEventFilter } from "../api/gql/graphql.js";
import { Button } from "../parts/button.js";
import { EmptyState } from "../parts/empty-state.js";
import { EndlessRows } from "../parts/endless-rows.js";
import { FailureNotice } from "../parts/failure-notice.js";
import { AUDIT_EVENTS } from "./audit-query.js";
import { EventRow } from "./event-row.js";

export interface EventListProps {
  filter: AuditEventFilter | undefined;
  isFiltered: boolean;
  clear: () => void;
}

export function EventList({ filter, isFiltered, clear }: EventListProps) {
  const { data, error, fetchMore } = useSuspenseQuery(AUDIT_EVENTS, {
    variables: { first: 50, filter },
    // The log goes on while nobody looks at it.
    fetchPolicy: "cache-and-network",
  });
  if (!data?.auditEvents) return <FailureNotice errors={[error]} asked="read" />;
  const nodes = (data.auditEvents.edges ?? []).flatMap(({ node }) => node ?? []);
  if (nodes.length === 0) {
    return (
      <EmptyState title="No event fits" action={isFiltered && <Button onClick={clear}>Show all again</Button>}>
        {isFiltered
          ? "Each condition narrows the log down further: take one away. Identifiers have to be whole."
          : "What is done in the organization from now on stands here."}
      </EmptyState>
    );
  }
  return (
    <EndlessRows
      label="Events"
      nodes={nodes}
      row={(node) => <EventRow event={node} />}
      pageInfo={data.auditEvents.pageInfo}
      fetchMore={fetchMore}
    />
  );
}
