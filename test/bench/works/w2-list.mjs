import { graphqlRequest } from "../requests.mjs";

const LIST = `query List($first: Int!, $after: String) {
  oauthApplications(first: $first, after: $after) {
    nodes {
      id clientId name enabled redirectUris createdAt
      secrets { id hint status expiresAt }
      organization { id name }
    }
    pageInfo { hasNextPage endCursor }
  }
}`;

export function listRequest(token, after = null) {
  return graphqlRequest(token, "List", LIST, { first: 50, after });
}

/** The newest 50 applications of an organization, each with its secrets and its organization. */
export const work = {
  name: "W2",
  title: "50 applications with their secrets and organization",
  requests: ({ owners }) => owners.map(({ token }) => listRequest(token)),
  comparable: (body) => JSON.parse(body),
};
