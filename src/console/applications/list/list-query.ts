import { graphql } from "../../api/gql/index.js";

/** How many rows come at a time. */
export const PAGE_SIZE = 50;

export const APPLICATIONS = graphql(`
  query Applications(
    $first: Int!
    $after: String
    $filter: OAuthApplicationFilter
    $orderBy: OAuthApplicationOrder
    $withSecrets: Boolean!
  ) {
    oauthApplications(first: $first, after: $after, filter: $filter, orderBy: $orderBy) {
      edges { node { id ...ApplicationRow_application } }
      pageInfo { hasNextPage endCursor }
    }
  }
`);

/** What is in the cache of a page, without its rows; never sent. */
export const APPLICATION_IDS = graphql(`
  query ApplicationIds($first: Int!, $after: String, $filter: OAuthApplicationFilter, $orderBy: OAuthApplicationOrder) {
    oauthApplications(first: $first, after: $after, filter: $filter, orderBy: $orderBy) {
      edges { node { id } }
      pageInfo { hasNextPage endCursor }
    }
  }
`);
