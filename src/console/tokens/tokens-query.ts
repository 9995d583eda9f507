import { graphql } from "../api/gql/index.js";

export const API_TOKENS = graphql(`
  query ApiTokens($first: Int!, $after: String) {
    apiTokens(first: $first, after: $after) {
      edges { node { id ...TokenRow_apiToken } }
      pageInfo { hasNextPage endCursor }
    }
  }
`);
