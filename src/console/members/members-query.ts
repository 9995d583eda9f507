import { graphql } from "../api/gql/index.js";

export const MEMBERS = graphql(`
  query Members($first: Int!, $after: String) {
    members(first: $first, after: $after) {
      edges { node { id ...MemberRow_member } }
      pageInfo { hasNextPage endCursor }
    }
  }
`);
