import type { AuditEventFilter, AuditEventsQuery } from "../api/gql/graphql.js";
import { Button } from "../parts/button.js";
import { EmptyState } from "../parts/empty-state.js";
import { EndlessRows } from "../parts/endless-rows.js";
import { FailureNotice } from "../parts/failure-notice.js";
import { usePages } from "../parts/use-pages.js";
import { AUDIT_EVENTS, PAGE_SIZE } from "./audit-query.js";
import { CHANGING_EVENT, EventRow } from "./event-row.js";

export interface EventListProps {
  filter: AuditEventFilter | undefined;
  isFiltered: boolean;
  clear: () => void;
}

const eventsIn = ({ auditEvents }: AuditEventsQuery) => auditEvents;

export function EventList({ filter, isFiltered, clear }: EventListProps) {
  const { pages, error } = usePages({
    document: AUDIT_EVENTS,
    listIn: eventsIn,
    variables: { first: PAGE_SIZE, filter },
    // The log goes on while nobody looks at it.
    fetchPolicy: "cache-and-network",
    isRemembered: true,
    changing: CHANGING_EVENT,
  });
  if (!pages) return <FailureNotice errors={[error]} asked="read" />;
  if (pages.nodes.length === 0) {
    return (
      <EmptyState title="No event fits" action={isFiltered && <Button onClick={clear}>Show all again</Button>}>
        {isFiltered
          ? "Each condition narrows the log down further: take one away. Identifiers have to be whole."
          : "What is done in the organization from now on stands here."}
      </EmptyState>
    );
  }
  return <EndlessRows label="Events" pages={pages} row={(node) => <EventRow event={node} />} />;
}
