import { useQuery } from "@apollo/client/react";
import { graphql } from "../api/gql/index.js";
import { useMay, useViewer } from "../session/viewer-context.js";

const OWN_TOKEN = graphql(`
  query OwnToken($id: ID!) {
    node(id: $id) {
      ... on ApiToken { id expiresAt }
    }
  }
`);

/** When the API token ends that the visitor has signed in with; nothing where it has no end, or may not be seen. */
export function useOwnEnd(): string | undefined {
  const { actor } = useViewer();
  const maySee = useMay("MEMBER_READ");
  const isToken = actor.kind === "API_TOKEN" && maySee;
  const { data } = useQuery(OWN_TOKEN, { variables: { id: actor.id }, skip: !isToken });
  const own = data?.node;
  return (own?.__typename === "ApiToken" && own.expiresAt) || undefined;
}
