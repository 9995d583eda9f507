import type { ApplicationEventsQuery } from "../../api/gql/graphql.js";
import { graphql } from "../../api/gql/index.js";
import { EventRow } from "../../audit/event-row.js";
import { EventSkeleton } from "../../audit/event-skeleton.js";
import { Namesakes } from "../../audit/namesakes.js";
import { Boundary } from "../../parts/boundary.js";
import { Card, CardBody } from "../../parts/card.js";
import { EndlessRows } from "../../parts/endless-rows.js";
import { usePages } from "../../parts/use-pages.js";
import { useWhenChanged } from "./use-when-changed.js";

const EVENTS = graphql(`
  query ApplicationEvents($id: ID!, $first: Int!, $after: String, $withMembers: Boolean!) {
    oauthApplication(id: $id) {
      id
      auditEvents(first: $first, after: $after) {
        edges { node { id ...EventRow_auditEvent @unmask } }
        pageInfo { hasNextPage endCursor }
      }
    }
  }
`);

const PAGE_SIZE = 20;

const NONE: readonly [] = [];

const eventsIn = ({ oauthApplication }: ApplicationEventsQuery) => oauthApplication?.auditEvents;

export interface EventsCardProps {
  id: string;
  /** Whenever it changes something was done, and the events are asked for again. */
  version: number;
}

/** What was done to an application and its secrets, newest first. */
export function EventsCard(props: EventsCardProps) {
  return (
    <Card title="What was done" note="newest first">
      <Boundary waiting={<EventSkeleton label="The events are loading" />}>
        <Events {...props} />
      </Boundary>
    </Card>
  );
}

function Events({ id, version }: EventsCardProps) {
  const asked = usePages({
    document: EVENTS,
    listIn: eventsIn,
    // Of an application there is no other name to tell than its own.
    variables: { id, first: PAGE_SIZE, withMembers: false },
  });
  useWhenChanged(version, asked.refetch);
  return (
    <Namesakes events={asked.pages?.nodes ?? NONE}>
      <EndlessRows
        label="Events of the application"
        asked={asked}
        row={(node) => <EventRow event={node} />}
        empty={<CardBody>No event yet.</CardBody>}
      />
    </Namesakes>
  );
}
