import { graphql } from "../../api/gql/index.js";

/** How many rows come at a time. */
export const PAGE_SIZE = 25;

export const APPLICATIONS = graphql(`
  query Applications(
    $first: Int!
    $after: String
    $filter: OAuthApplicationFilter
    $orderBy: OAuthApplicationOrder
    $withSecrets: Boolean!
  ) {
    oauthApplications(first: $first, after: $after, filter: $filter, orderBy: $orderBy) {
      edges { node { id ...ApplicationRow_application @unmask } }
      pageInfo { hasNextPage endCursor }
    }
  }
`);
