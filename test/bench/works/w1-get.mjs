import { graphqlRequest } from "../requests.mjs";

const GET = `query Get($id: ID) {
  oauthApplication(id: $id) {
    id clientId name enabled redirectUris
    secrets { id hint status expiresAt }
    organization { id name }
  }
}`;

/** One application with its secrets' hints and its organization's name. */
export const work = {
  name: "W1",
  title: "one application with its secrets and its organization",
  requests: ({ known }) => known.map(({ id, organization }) => graphqlRequest(organization.token, "Get", GET, { id })),
  /** What has to be the same in all answers. */
  comparable: (body) => JSON.parse(body),
};
