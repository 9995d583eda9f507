import { graphql } from "../api/gql/index.js";

/** How many come at a time. */
export const PAGE_SIZE = 50;

export const API_TOKENS = graphql(`
  query ApiTokens($first: Int!, $after: String) {
    apiTokens(first: $first, after: $after) {
      edges { node { id ...TokenRow_apiToken @unmask } }
      pageInfo { hasNextPage endCursor }
    }
  }
`);
