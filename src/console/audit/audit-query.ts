import { graphql } from "../api/gql/index.js";

/** How many come at a time. */
export const PAGE_SIZE = 50;

export const AUDIT_EVENTS = graphql(`
  query AuditEvents($first: Int!, $after: String, $filter: AuditEventFilter, $withMembers: Boolean!) {
    auditEvents(first: $first, after: $after, filter: $filter) {
      edges { node { id ...EventRow_auditEvent @unmask } }
      pageInfo { hasNextPage endCursor }
    }
  }
`);
