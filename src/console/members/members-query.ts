import { graphql } from "../api/gql/index.js";

/** How many come at a time. */
export const PAGE_SIZE = 50;

export const MEMBERS = graphql(`
  query Members($first: Int!, $after: String) {
    members(first: $first, after: $after) {
      edges { node { id ...MemberRow_member @unmask } }
      pageInfo { hasNextPage endCursor }
    }
  }
`);
