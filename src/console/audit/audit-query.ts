import { graphql } from "../api/gql/index.js";

export const AUDIT_EVENTS = graphql(`
  query AuditEvents($first: Int!, $after: String, $filter: AuditEventFilter) {
    auditEvents(first: $first, after: $after, filter: $filter) {
      edges { node { id ...EventRow_auditEvent } }
      pageInfo { hasNextPage endCursor }
    }
  }
`);
