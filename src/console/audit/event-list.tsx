import type { ReactNode } from "react";
import { Link } from "wouter";
import type { AuditEventFilter, AuditEventsQuery } from "../api/gql/graphql.js";
import { Button } from "../parts/button.js";
import { EmptyState } from "../parts/empty-state.js";
import { EndlessRows } from "../parts/endless-rows.js";
import { usePages } from "../parts/use-pages.js";
import { useMay } from "../session/viewer-context.js";
import { AUDIT_EVENTS, PAGE_SIZE } from "./audit-query.js";
import { CHANGING_EVENT, EventRow } from "./event-row.js";
import { Namesakes } from "./namesakes.js";

export interface EventListProps {
  filter: AuditEventFilter | undefined;
  /** The application whose secret is looked for, where that is known. */
  secretOf: string | undefined;
  isFiltered: boolean;
  clear: () => void;
}

const ITS_PAGE = "the page of its application";

const NONE: readonly [] = [];

const eventsIn = ({ auditEvents }: AuditEventsQuery) => auditEvents;

export function EventList({ filter, secretOf, isFiltered, clear }: EventListProps) {
  const asked = usePages({
    document: AUDIT_EVENTS,
    listIn: eventsIn,
    variables: { first: PAGE_SIZE, filter, withMembers: useMay("MEMBER_READ") },
    isRemembered: true,
    changing: CHANGING_EVENT,
  });
  const { title, why } = nothingFor(filter, secretOf);
  return (
    <Namesakes events={asked.pages?.nodes ?? NONE}>
      <EndlessRows
        label="Events"
        asked={asked}
        row={(node) => <EventRow event={node} />}
        empty={
          <EmptyState title={title} action={isFiltered && <Button onClick={clear}>Clear filters</Button>}>
            {why}
          </EmptyState>
        }
      />
    </Namesakes>
  );
}

/** What it means that there is none: no condition is blamed that nobody has set. */
function nothingFor(filter: AuditEventFilter = {}, secretOf?: string): { title: string; why: ReactNode } {
  const names = Object.keys(filter);
  if (names.length === 0)
    return { title: "No event yet", why: "What is done in the organization from now on stands here." };
  if (names.length > 1) {
    return { title: "No event fits", why: "Each condition narrows the log down further: take one away." };
  }
  if (filter.actorSecretId) {
    return {
      title: "Nothing was changed with this secret",
      why: (
        <>
          No token that it obtained has changed anything in this organization. That it obtained tokens is no event:{" "}
          {secretOf ? <Link href={`/applications/${secretOf}`}>{ITS_PAGE}</Link> : ITS_PAGE} says who uses it or, once
          it has stopped, who used it until then and who still tries it.
        </>
      ),
    };
  }
  return { title: "No event fits", why: "Nothing of the kind was done so far. Identifiers have to be whole." };
}
